"""From particulars as an officer enters them to claims."""

from collections.abc import Mapping
from typing import Any

from limen.partial_dates import Precision
from limen.work import Work
from services.registration import additional, identity_numbers
from services.registration.claims import Kind, Proof, Statement
from services.registration.scripts import script_of


def statements_of(work: Work, given: Mapping[str, Any], pointer: str) -> list[Statement]:
    """Return the claims in particulars that passed their schema, all of the one proof level given with them.

    `pointer` is where the particulars stand in the body: `#` or `#/declared`.
    What is said to be unknown (sex 0, birth date XXXX) is no claim.
    """
    proof = Proof(given.get("proof", Proof.DECLARED))
    statements = [
        Statement(Kind.ALIAS if name.get("alias") else Kind.NAME, _name(name), proof)
        for name in given.get("names", ())
    ]
    born = given.get("birth_date")
    if born and born["date"].precision is not Precision.UNKNOWN:
        value = {"date": str(born["date"]), "estimated": born.get("estimated", False)}
        statements.append(Statement(Kind.BIRTH_DATE, value, proof))
    if given.get("sex"):
        statements.append(Statement(Kind.SEX, {"sex": given["sex"]}, proof))
    statements += [
        Statement(Kind.NATIONALITY, {"code": code}, proof) for code in given.get("nationalities", ())
    ]
    if place := given.get("birth_place"):
        statements.append(Statement(Kind.BIRTH_PLACE, {"place": place}, proof))
    statements += [Statement(Kind.DOCUMENT, _document(item), proof) for item in given.get("documents", ())]
    statements += [
        identity_numbers.statement_of(work, item["issuing_state"], item["number"], proof)
        for item in given.get("identity_numbers", ())
    ]
    return statements + additional.statements_of(
        work, given.get("additional", {}), proof, f"{pointer}/additional"
    )


def _name(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "surname": given["surname"],
        "given_names": given.get("given_names", ""),
        "script": given.get("script") or script_of(given["surname"]),
    }


def _document(given: Mapping[str, Any]) -> dict[str, Any]:
    expiry = given.get("expiry_date")
    return {
        "type": given["type"],
        "issuing_state": given["issuing_state"],
        "number": given["number"],
        "expiry_date": str(expiry) if expiry else None,
    }
