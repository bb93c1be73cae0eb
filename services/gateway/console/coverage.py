"""The library of agreements: which pairs of states are covered, and one agreement with every value."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Any

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l

from limen.web.policy import SIGNED_IN
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.pages import page
from services.gateway.console.words import say

_PARTS = ("frame", "time_limits", "evidence", "facts")
_LEVELS = ("full_text", "excerpt", "secondary")


class PairForm(wtforms.Form):
    """Between which two states."""

    one = CountryField(_l("Between"))
    other = CountryField(_l("and"))


@console.get("/arrangements")
@needs(SIGNED_IN)
def arrangements() -> Any:
    """Show which pairs are covered, since when and how well, and the list of agreements."""
    found = read("readmission", "/arrangements")
    form = PairForm(request.args)
    form.one.choices = form.other.choices = country_choices()
    wanted = {request.args.get("one", ""), request.args.get("other", "")} - {""}
    chosen = [row for row in found["pairs"] if {row["one"], row["other"]} == wanted]
    return page(
        "arrangements",
        found=found,
        form=form,
        asked=len(wanted) == 2,
        chosen=chosen,
        columns=columns_of(found["items"]),
        rows=matrix(found),
    )


@console.get("/arrangements/<arrangement_id>")
@needs(SIGNED_IN)
def arrangement(arrangement_id: str) -> Any:
    """Show one agreement: every value with its article, source and level, and what it lacks."""
    found = read("readmission", f"/arrangements/{arrangement_id}")
    entries = sorted(found["entries"], key=lambda item: _PARTS.index(item["part"]))
    parts = [(part, list(items)) for part, items in groupby(entries, key=lambda item: item["part"])]
    return page("arrangement", found=found, parts=parts, value_name=value_name)


def value_name(part: str, name: str) -> str:
    """Return what a value is called on the page."""
    if part == "time_limits":
        limit, _dot, rest = name.partition(".")
        return say("limit", limit) + (f": {rest}" if rest else "")
    plain = name.replace("_", " ").replace(".", ": ")
    return plain[:1].upper() + plain[1:]


def columns_of(items: list[Mapping[str, Any]]) -> list[str]:
    """Return the sides that stand across in the matrix, the one with most agreements first."""
    found = Counter(_side(item["parties"][0]) for item in items if item["kind"] == "agreement")
    return sorted(found, key=lambda side: (-found[side], side))


def matrix(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one row for each state of a second side, with the agreements under each first side."""
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    joined: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for pair in found["pairs"]:
        joined.setdefault((pair["arrangement"], pair["other"]), []).append(pair)
    lacks = {item["id"]: {lacking["value"] for lacking in item["missing"]} for item in found["items"]}
    listed = {item["id"] for item in found["items"] if item["in_force"]}
    for item in found["items"]:
        for state in item["parties"][1]["states"]:
            if pairs := joined.get((item["id"], state)):
                cell = _cell(pairs, item["missing"], lacks, listed)
                rows.setdefault(state, {}).setdefault(_side(item["parties"][0]), []).append(cell)
    return [{"state": state, "cells": cells} for state, cells in sorted(rows.items())]


def _cell(
    pairs: list[Mapping[str, Any]],
    missing: list[Mapping[str, Any]],
    lacks: Mapping[str, set[str]],
    in_force: set[str],
) -> dict[str, Any]:
    """Return what the matrix says of one agreement with one state: the best of its pairs stands for all.

    `only`: the states of the first side whose day is known, where others are not. What a protocol over every
    pair carries is not missing.
    """
    best = min(pairs, key=lambda pair: (pair["own_nationals"] is not None, pair["since"] or "9999"))
    known = [pair["one"] for pair in pairs if pair["since"]]
    over = set.intersection(*(set(pair["protocols"]) for pair in pairs)) & in_force
    return {
        **best,
        "only": known if len(known) < len(pairs) else [],
        "missing": [item for item in missing if all(item["value"] in lacks[protocol] for protocol in over)],
        "worst": _worst(best["levels"]),
    }


def _worst(levels: list[str]) -> str:
    """Return the weakest level of an agreement's time limits, empty where it has none."""
    return max(levels, key=_LEVELS.index, default="")


def _side(party: Mapping[str, Any]) -> str:
    return str(party["states"][0]) if len(party["states"]) == 1 else str(party["name"])
