"""A national safeguard adds to the core's and cannot stand in for one."""

import pytest

from limen.law.safeguards import Safeguard
from limen.plugins import Action, Level, NationalSafeguard

BASE = {
    "code": "qu.rest",
    "labels": {"en": "A rest period"},
    "blocks": frozenset({Action.TRANSFER}),
    "citation": "Art. 4",
    "source": "act",
    "verified": Level.FULL_TEXT,
}


@pytest.mark.parametrize("code", list(Safeguard))
def test_a_plugin_cannot_redefine_a_safeguard_of_the_core(code):
    with pytest.raises(ValueError, match="is the core's own, which no plugin changes"):
        NationalSafeguard(**{**BASE, "code": str(code)})


@pytest.mark.parametrize("missing", [{"labels": {}}, {"blocks": frozenset()}, {"citation": ""}])
def test_a_safeguard_that_blocks_nothing_or_cites_nothing_is_refused(missing):
    with pytest.raises(
        ValueError, match=r"safeguard 'qu\.rest': it needs a label, a step to block and a citation"
    ):
        NationalSafeguard(**{**BASE, **missing})
