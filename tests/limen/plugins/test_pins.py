"""A pin is written and read in one form only."""

import pytest

from limen.plugins.errors import PluginRefused
from limen.plugins.host import load_plugins
from limen.plugins.pins import PluginPin

DIGEST = "sha256:" + "0f" * 32


@pytest.mark.parametrize(
    "text", [f"agreements==0.1.0 {DIGEST}", "limen-utopia==1.0.0rc1", f"ke==2026.1 {DIGEST}"]
)
def test_a_pin_reads_back_as_it_was_written(text):
    assert str(PluginPin.parse(text)) == text


def test_a_pin_has_a_name_a_version_and_a_digest():
    assert PluginPin.parse(f"agreements==0.1.0 {DIGEST}") == PluginPin("agreements", "0.1.0", DIGEST)
    assert PluginPin.parse("agreements==0.1.0") == PluginPin("agreements", "0.1.0", None)


@pytest.mark.parametrize(
    "text", ["", "agreements", "agreements>=1", "agreements==", f"agreements {DIGEST}", "A==1"]
)
def test_a_pin_in_another_form_is_refused_and_shown(text):
    with pytest.raises(ValueError, match=r"pinned as 'name==version sha256:\.\.\.'"):
        PluginPin.parse(text)
    with pytest.raises(PluginRefused, match="pinned as"):
        load_plugins([text])


@pytest.mark.parametrize("digest", ["sha256:12", "md5:" + "0" * 32, DIGEST.upper(), DIGEST + "0"])
def test_a_digest_of_another_kind_or_length_is_refused(digest):
    with pytest.raises(ValueError, match="the digest of plugin 'agreements' must be 'sha256:' and 64"):
        PluginPin.parse(f"agreements==0.1.0 {digest}")
