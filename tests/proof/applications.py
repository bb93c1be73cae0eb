"""Requests on applications and their evidence, each on records made for it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from urllib3 import encode_multipart_formdata

from tests.proof.returns import at, read
from tests.proof.sample import Sample
from tests.proof.world import World

CASE = "readmission/cases/{case_id}"
BODY, CONTENT_TYPE = encode_multipart_formdata({"file": ("a.pdf", b"%PDF-1.7\n%%EOF\n")}, "boundary")


def evidence(world: World, post: str) -> tuple[str, str]:
    """Add evidence to a new case of the post; return the ids of both."""
    case_id = world.case(post)
    made = world.made(
        "POST", f"readmission/cases/{case_id}/evidence", {"kind": "passport"}, "readmission_officer",
        **at(world, case_id),
    )  # fmt: skip
    return case_id, made["evidence_id"]


def file_of(world: World, post: str) -> dict[str, str]:
    """Attach a file to new evidence; return the ids by their names in paths."""
    case_id, evidence_id = evidence(world, post)
    path = f"readmission/cases/{case_id}/evidence/{evidence_id}/files"
    made = world.made("POST", path, BODY, "readmission_officer", Content_Type=CONTENT_TYPE)
    return {"case_id": case_id, "evidence_id": evidence_id, "file_id": made["files"][0]["file_id"]}


def _changed(world: World, post: str) -> Sample:
    case_id = world.case(post)
    path = f"readmission/cases/{case_id}/application"
    return Sample(path, {"birth_place": "Somewhere"}, at(world, case_id))


def _added(world: World, post: str) -> Sample:
    case_id = world.case(post)
    return Sample(f"readmission/cases/{case_id}/evidence", {"kind": "passport"}, at(world, case_id))


def _removed(world: World, post: str) -> Sample:
    case_id, evidence_id = evidence(world, post)
    return Sample(f"readmission/cases/{case_id}/evidence/{evidence_id}", None, at(world, case_id))


def _attached(world: World, post: str) -> Sample:
    case_id, evidence_id = evidence(world, post)
    path = f"readmission/cases/{case_id}/evidence/{evidence_id}/files"
    return Sample(path, BODY, {"Content_Type": CONTENT_TYPE})


def _downloaded(world: World, post: str) -> Sample:
    return Sample(f"{CASE}/evidence/{{evidence_id}}/files/{{file_id}}".format(**file_of(world, post)))


SAMPLES: dict[str, Callable[[World, str], Any]] = {
    "GET readmission/application-form.json": lambda w, _: Sample("readmission/application-form.json"),
    f"GET {CASE}/application": read("application"),
    f"PUT {CASE}/application": _changed,
    f"GET {CASE}/application.pdf": read("application.pdf"),
    f"GET {CASE}/preview": read("preview"),
    f"GET {CASE}/sent": read("sent"),
    f"GET {CASE}/evidence": read("evidence"),
    f"POST {CASE}/evidence": _added,
    f"DELETE {CASE}/evidence/{{evidence_id}}": _removed,
    f"POST {CASE}/evidence/{{evidence_id}}/files": _attached,
    f"GET {CASE}/evidence/{{evidence_id}}/files/{{file_id}}": _downloaded,
}
