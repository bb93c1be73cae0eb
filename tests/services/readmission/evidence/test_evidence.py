"""Evidence of a case: kinds from the annex, files judged by content, sealed outside the database."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from limen.clock import now
from limen.ids import new_id
from limen.runtime import Runtime
from limen.storage.tables import audit
from services.readmission.evidence import folder, removing, scanner
from services.readmission.evidence.tables import evidence_file
from tests.services.readmission.conftest import Case, Registration, open_case

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def add(case: Case, kind: str = "passport", **more: Any) -> dict[str, Any]:
    case.read()
    answer = case.officer.post(
        f"{case.path}/evidence", {"kind": kind, **more}, If_Match=f'"{case.body["version"]}"'
    )
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def path_of(case: Case, item: dict[str, Any]) -> str:
    return f"{case.path}/evidence/{item['evidence_id']}/files"


def attach(case: Case, content: bytes = PDF, name: str = "scan.pdf") -> tuple[dict[str, Any], str]:
    """Add evidence with one file; return the file and where it is."""
    item = add(case)
    answer = case.officer.upload(path_of(case, item), content, name)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    (file,) = answer.get_json()["files"]
    return file, f"{path_of(case, item)}/{file['file_id']}"


def files_on_disk(runtime: Runtime) -> list[Path]:
    return [p for p in runtime.settings.attachments_of("readmission").rglob("*") if p.is_file()]


def use_scanner(runtime: Runtime, command: str) -> None:
    object.__setattr__(runtime.settings, "scan_command", command)


def test_the_kinds_are_those_of_the_annex_with_its_reference(officer, registration: Registration):
    person = registration.person(nationalities=[{"country": "RS", "proof": "document_verified"}])
    case = open_case(officer, person, requested_state="RS")
    annex = officer.get(f"{case.path}/evidence").get_json()["annex"]
    assert annex["subject"] == "nationality"
    assert annex["verified"]
    kinds = [(item["kind"], item["strength"], item["reference"]) for item in annex["kinds"]]
    assert ("identity_card", "proof", "Protocol art. 1") in kinds
    assert ("dna_test", "prima_facie", "Protocol art. 2") in kinds
    words = " ".join(item["words"] for item in annex["kinds"])
    assert "Swiss" not in words  # what counts when Switzerland is asked


def test_a_third_country_national_has_the_other_annex(officer, registration: Registration):
    person = registration.person(nationalities=[{"country": "IN", "proof": "declared"}])
    case = open_case(officer, person, requested_state="RS", category="third_country_national")
    annex = officer.get(f"{case.path}/evidence").get_json()["annex"]
    assert annex["subject"] == "third_country"
    assert {item["reference"] for item in annex["kinds"]} == {"Protocol art. 3", "Protocol art. 4"}


def test_an_annex_that_nobody_could_read_is_said_to_be_not_verified(case: Case):
    annex = case.officer.get(f"{case.path}/evidence").get_json()["annex"]
    assert annex["verified"] is False
    assert annex["kinds"] == []


def test_a_file_comes_back_as_it_was_attached(case: Case):
    file, path = attach(case)
    assert file["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert file["scan"] == "not_scanned"
    answer = case.officer.get(path)
    assert answer.data == PDF
    assert answer.content_type == "application/pdf"
    assert case.body["number"] in answer.headers["Content-Disposition"]


def test_nothing_readable_lies_on_the_disk_or_in_the_database(runtime: Runtime, case: Case):
    item = add(case, number="NUMBER-77", description="A description of the person.")
    case.officer.upload(path_of(case, item), PDF, "AMRA HODŽIĆ.pdf")
    (path,) = files_on_disk(runtime)
    assert b"PDF" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with runtime.database.read() as connection:
        rows = [
            repr(row)
            for t in ("evidence", "evidence_file")
            for row in connection.execute(sa.text(f"SELECT * FROM {t}"))
        ]
    for told in ("NUMBER-77", "description", "AMRA"):
        assert not any(told in row for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"MZ\x90\x00" + bytes(200), id="program"),
        pytest.param(b"<html><script>1</script></html>", id="page"),
        pytest.param(bytes(64), id="zeros"),
        pytest.param(b"<html>   %PDF-1.7\n%%EOF", id="page with the marks of a PDF"),
        pytest.param(b"PK\x03\x04" + bytes(60), id="archive"),
    ],
)
def test_a_file_is_judged_by_its_content_whatever_it_is_called(case: Case, content: bytes):
    answer = case.officer.upload(path_of(case, add(case)), content, "passport.pdf")
    assert answer.status_code == 422
    (error,) = answer.get_json()["errors"]
    assert error["pointer"] == "#/file"
    assert "application/pdf" in error["detail"]


def test_a_picture_that_is_called_a_document_is_kept_as_a_picture(case: Case):
    file, path = attach(case, PNG, "passport.pdf")
    assert file["media_type"] == "image/png"
    assert case.officer.get(path).headers["Content-Disposition"].endswith('.png"')


def test_a_file_that_is_too_large_is_refused(runtime: Runtime, case: Case):
    item = add(case)
    object.__setattr__(runtime.settings, "attachment_limit", 100)
    assert case.officer.upload(path_of(case, item), PDF + bytes(200)).status_code == 422
    assert case.officer.upload(path_of(case, item), PDF + bytes(2_000_000)).status_code == 413
    assert files_on_disk(runtime) == []


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x", "/etc/passwd", "..\\x", "a\x00b.pdf", "", "…/☃.pdf"]
)
def test_a_name_is_a_label_and_never_a_path(runtime: Runtime, case: Case, name: str):
    item = add(case)
    answer = case.officer.upload(path_of(case, item), PDF, name or "x")
    assert answer.status_code == 201
    root = runtime.settings.attachments_of("readmission")
    (path,) = files_on_disk(runtime)
    assert path == root / path.parent.name / f"{answer.get_json()['files'][0]['file_id']}.sealed"


def test_only_an_id_leads_to_a_file(runtime: Runtime):
    with pytest.raises(ValueError, match="named by its id"):
        folder.path_of(runtime, "../x")


def test_files_cannot_be_exchanged_on_the_disk(runtime: Runtime, case: Case):
    _, first = attach(case)
    _, second = attach(case, PNG)
    one, other = files_on_disk(runtime)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert {case.officer.get(path).status_code for path in (first, second)} == {410}


def test_every_download_is_in_the_audit_log(runtime: Runtime, case: Case):
    file, path = attach(case)
    case.officer.get(path)
    with runtime.database.read() as connection:
        found = connection.execute(sa.select(audit.c.subject).where(audit.c.action == "evidence.file_read"))
        assert file["file_id"] in found.scalar_one()


def test_a_file_waits_for_the_scanner_and_opens_when_it_is_clean(runtime: Runtime, case: Case):
    use_scanner(runtime, "grep -q EICAR-TEST")  # ends with 1 where nothing is found
    file, path = attach(case)
    assert file["scan"] == "waiting"
    assert case.officer.get(path).status_code == 409
    use_scanner(runtime, "sh -c '! grep -q EICAR-TEST'")
    scanner.scan_waiting(runtime)
    assert case.officer.get(path).data == PDF
    (listed,) = case.officer.get(f"{case.path}/evidence").get_json()["items"]
    assert listed["files"][0]["scan"] == "clean"


def test_an_infected_file_is_deleted_and_its_record_stays(runtime: Runtime, case: Case):
    use_scanner(runtime, "sh -c '! grep -q EICAR-TEST'")
    file, path = attach(case, PDF + b"EICAR-TEST")
    scanner.scan_waiting(runtime)
    removing.delete_removed(runtime)
    assert case.officer.get(path).status_code == 409
    assert files_on_disk(runtime) == []
    (listed,) = case.officer.get(f"{case.path}/evidence").get_json()["items"]
    assert (listed["files"][0]["scan"], listed["files"][0]["sha256"]) == ("infected", file["sha256"])


@pytest.mark.parametrize(
    "command", ["/nowhere/scanner", "sh -c 'exit 2'", "'"], ids=["missing", "failing", "misspelt"]
)
def test_a_failing_scanner_holds_the_file(runtime: Runtime, case: Case, command: str):
    use_scanner(runtime, command)
    _, path = attach(case)
    scanner.scan_waiting(runtime)
    answer = case.officer.get(path)
    assert (answer.status_code, answer.get_json()["scan"]) == (409, "held")


def test_a_held_file_is_tried_again(runtime: Runtime, case: Case):
    use_scanner(runtime, "sh -c 'exit 2'")
    _, path = attach(case)
    scanner.scan_waiting(runtime)
    use_scanner(runtime, "true")
    scanner.scan_waiting(runtime)
    assert case.officer.get(path).status_code == 409  # not at once
    with runtime.database.write() as connection:
        connection.execute(evidence_file.update().values(scanned_at=now() - timedelta(minutes=6)))
    scanner.scan_waiting(runtime)
    assert case.officer.get(path).status_code == 200


def test_erasing_the_person_makes_files_unreadable_at_once_and_deletes_them(
    runtime: Runtime, case: Case, registration: Registration
):
    _, path = attach(case)
    registration.erase(case.body["person_id"])
    assert case.officer.get(path).status_code in (404, 410)
    (item,) = case.officer.get(f"{case.path}/evidence").get_json()["items"]
    assert "number" not in item
    removing.delete_removed(runtime)
    assert files_on_disk(runtime) == []


def test_evidence_is_taken_out_of_a_draft_with_its_files(runtime: Runtime, case: Case):
    item = add(case)
    case.officer.upload(path_of(case, item), PDF)
    case.read()
    answer = case.officer(
        "DELETE", f"{case.path}/evidence/{item['evidence_id']}", If_Match=f'"{case.body["version"]}"'
    )
    assert answer.status_code == 204
    removing.delete_removed(runtime)
    assert files_on_disk(runtime) == []
    assert case.officer.get(f"{case.path}/evidence").get_json()["items"] == []


def test_a_file_that_no_record_names_is_deleted_after_an_hour(runtime: Runtime, case: Case):
    attach(case)
    left = new_id()
    folder.write(runtime, left, b"sealed")
    removing.delete_left_over(runtime)
    assert len(files_on_disk(runtime)) == 2
    for path in files_on_disk(runtime):
        os.utime(path, (0, 0))
    removing.delete_left_over(runtime)
    assert [path.stem for path in files_on_disk(runtime)] != [left]
    assert len(files_on_disk(runtime)) == 1


def test_evidence_of_another_case_is_not_found(officer, case: Case, registration: Registration):
    _, path = attach(case)
    other = open_case(officer, registration.person())
    assert officer.get(path.replace(case.body["case_id"], other.body["case_id"])).status_code == 404


def test_a_border_officer_sees_no_evidence(case: Case):
    assert case.officer.as_("border_officer").get(f"{case.path}/evidence").status_code == 403
    assert case.officer.as_("shift_leader", 1, "BERN").get(f"{case.path}/evidence").status_code == 403


def test_a_monitor_reads_and_adds_nothing(case: Case):
    item = add(case)
    monitor = case.officer.as_("monitor")
    assert monitor.get(f"{case.path}/evidence").status_code == 200
    assert monitor.upload(path_of(case, item), PDF).status_code == 403


def test_an_upload_sent_twice_is_kept_once(case: Case):
    item = add(case)
    key = new_id()
    first = case.officer.upload(path_of(case, item), PDF, Idempotency_Key=key)
    again = case.officer.upload(path_of(case, item), PDF, Idempotency_Key=key)
    assert again.get_json() == first.get_json()
    (listed,) = case.officer.get(f"{case.path}/evidence").get_json()["items"]
    assert len(listed["files"]) == 1
    assert case.officer.upload(path_of(case, item), PNG, Idempotency_Key=key).status_code == 422
