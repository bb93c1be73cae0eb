"""A file of running cases: JSON lines and CSV say the same, and what is wrong is named by line and field."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from limen.cli.records import Client
from limen.ids import new_id
from services.readmission.commands import cases
from services.readmission.imports.files import ImportRefused, Read, errors_of, read_lines
from services.readmission.imports.sending import parts_of
from tests.services.kit import Officer
from tests.services.readmission.conftest import Registration

HEADINGS = "reference,requesting_state,requested_state,category,office,state,opened_on,reply_on,surname,sex,"
CSV = f"""{HEADINGS}nationalities,safeguards,safeguards_basis
REG-1,CH,BA,own_national,BERN,accepted,2026-03-06,2026-03-06,TESTOVIĆ,2,BA RS,,
REG-2,CH,BA,own_national,BERN,draft,2026-03-06,,TESTOVIĆ,,,unfit_to_travel lawful_stay,File 17
"""
JSON = """
{"reference": "REG-1", "requesting_state": "CH", "requested_state": "BA", "category": "own_national",\
 "office": "BERN", "state": "accepted", "opened_on": "2026-03-06", "reply_on": "2026-03-06",\
 "surname": "TESTOVIĆ", "sex": 2, "nationalities": ["BA", "RS"]}
{"reference": "REG-2", "requesting_state": "CH", "requested_state": "BA", "category": "own_national",\
 "office": "BERN", "state": "draft", "opened_on": "2026-03-06", "surname": "TESTOVIĆ",\
 "safeguards": ["unfit_to_travel", "lawful_stay"], "safeguards_basis": "File 17"}
""".replace("\\\n", "")


def file_of(folder: Path, text: str, name: str = "cases.jsonl") -> Path:
    """Write a file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_csv_and_json_lines_with_the_same_columns_say_the_same(tmp_path: Path):
    from_csv = read_lines(file_of(tmp_path, CSV, "cases.csv"))
    from_json = read_lines(file_of(tmp_path, JSON))
    assert [item.columns for item in from_csv] == [item.columns for item in from_json]
    assert errors_of(from_csv) == []
    assert [item.number for item in from_csv] == [2, 3]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", '{"reference": 1', "line 1: must be a JSON object on one line"),
        ("a.jsonl", "[1]", "line 1: must be a JSON object"),
        ("a.csv", "reference,state\nREG-1,draft,more\n", "line 2: must have 2 cells"),
        ("a.jsonl", "\n", "a.jsonl has no line"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, name: str, text: str, said: str):
    with pytest.raises(ImportRefused) as refused:
        read_lines(file_of(tmp_path, text, name))
    assert refused.value.facts["problems"][0].startswith(said)


def test_a_column_that_nobody_knows_and_a_day_that_does_not_exist_are_named(tmp_path: Path):
    wrong = CSV.replace("2026-03-06,2026-03-06", "2026-02-30,2026-03-06").replace("surname", "family")
    problems = errors_of(read_lines(file_of(tmp_path, wrong, "cases.csv")))
    assert "line 2, opened_on: Not a valid date." in problems
    assert "line 3, family: This field is not known." in problems


class Node(Client):
    """A node of which registration is told by events of the tests, and readmission is real."""

    officer: Officer
    registration: Registration
    registered: dict[str, str]

    def sign_in(self, account: str, password: str, code: str) -> None:
        """Everybody may."""

    def post(self, path: str, body: Any, key: str) -> tuple[int, Any]:
        """Send to readmission, or register a person once for each key."""
        if path.startswith("/api/v1/registration/"):
            if key not in self.registered:
                self.registered[key] = self.registration.person(
                    surname=body["declared"]["names"][0]["surname"]
                )
            return 201, {"person": {"id": self.registered[key]}}
        answer = self.officer.post(path.removeprefix("/api/v1/readmission/"), body)
        return answer.status_code, answer.get_json()


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch, officer: Officer, registration: Registration):
    """Run the command on a file; return its result."""
    monkeypatch.setattr(cases, "Client", Node)
    Node.officer, Node.registration, Node.registered = officer, registration, {}

    def run(file: Path, *more: str):
        arguments = ["import", str(file), "--source", "Register", "--account", "a", "--password", "b", *more]
        return CliRunner().invoke(cases.app, arguments)

    return run


def test_a_file_is_imported_through_the_api_and_a_second_time_changes_nothing(
    tmp_path: Path, officer: Officer, imported
):
    file = file_of(tmp_path, CSV, "cases.csv")
    first = imported(file, "--post", "CH-CHIASSO")
    assert "2 imported, 0 there already" in first.output, first
    again = imported(file, "--post", "CH-CHIASSO")
    assert "0 imported, 2 there already" in again.output, again
    assert len(Node.registered) == 2
    found = officer.get("cases").get_json()["items"]
    assert {item["state"] for item in found} == {"accepted", "draft"}


def test_a_case_that_follows_another_is_sent_in_one_part_with_it():
    """However far apart they stand in the file: a part is taken over whole, and refers to nothing later."""
    lines = [Read(number, {"reference": f"REG-{number}"}) for number in range(1, 251)]
    lines[249] = Read(250, {"reference": "REG-250", "follows": "REG-2"})
    lines[10] = Read(11, {"reference": "REG-11", "follows": "REG-11"})
    parts = [[item.number for item in part] for part in parts_of(lines)]
    assert sorted(number for part in parts for number in part) == list(range(1, 251))
    assert parts[0][:4] == [1, 2, 250, 3]
    assert max(len(part) for part in parts) == 100


def test_nothing_is_sent_of_a_file_with_one_wrong_line(tmp_path: Path, officer: Officer, imported):
    wrong = CSV.replace("REG-2,CH,BA", "REG-2,CH,JP")
    refused = imported(file_of(tmp_path, wrong, "cases.csv"), "--post", "CH-CHIASSO")
    assert isinstance(refused.exception, ImportRefused)
    (problem,) = refused.exception.facts["problems"]
    assert problem.startswith("line 3, requested_state: ")
    assert (Node.registered, officer.get("cases").get_json()["items"]) == ({}, [])


def test_a_person_whom_nobody_registered_needs_a_post_or_an_id(tmp_path: Path, imported):
    refused = imported(file_of(tmp_path, CSV, "cases.csv"))
    assert "line 2, person_id" in refused.exception.facts["problems"][0]
    unknown = CSV.replace("office,", "office,person_id,").replace("BERN,", f"BERN,{new_id()},")
    refused = imported(file_of(tmp_path, unknown, "cases.csv"))
    assert "does not know this person" in refused.exception.facts["problems"][0]
