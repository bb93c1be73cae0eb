"""Logs are one JSON object a line, and no personal value reaches them, whoever writes it."""

import ast
import datetime as dt
import io
import json
import logging
import sqlite3
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from marshmallow import fields

from limen import logs
from limen.errors import Conflict
from limen.storage.database import Database
from limen.web.schemas import Schema, personal

ROOT = Path(__file__).parents[2]


class Witness(Schema):
    """A schema that only this test knows."""

    testimony = personal(fields.String())
    mother = personal(fields.String(data_key="motherName"))
    file_number = fields.String()


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Configure logging into memory; the function returns the lines written so far."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    logs.configure("registration", "debug", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.captureWarnings(False)
    root.handlers[:], root.level = before
    structlog.reset_defaults()


Written = Callable[[], list[dict[str, Any]]]
log = structlog.get_logger()


def test_a_line_says_when_how_severe_where_and_what(written: Written) -> None:
    log.info("case_opened", case="0190a000-0000-7000-8000-000000000001")
    (line,) = written()
    assert list(line)[:4] == ["timestamp", "level", "service", "event"]
    assert dt.datetime.fromisoformat(line.pop("timestamp")).utcoffset() == dt.timedelta(0)
    assert line == {
        "level": "info",
        "service": "registration",
        "event": "case_opened",
        "case": "0190a000-0000-7000-8000-000000000001",
    }


def test_a_line_within_a_request_bears_its_ids_and_service(written: Written) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1", trace_id="t-1", service="training"):
        log.info("case_opened")
        logging.getLogger("somewhere").warning("odd")
    for line in written():
        assert (line["request_id"], line["trace_id"], line["service"]) == ("r-1", "t-1", "training")


def test_personal_fields_of_any_schema_are_redacted_at_any_depth(written: Written) -> None:
    log.info(
        "witness_heard",
        testimony="saw it",
        motherName="Anna",
        mother="Anna",
        file_number="7",
        nested={"list": [{"testimony": "saw it"}, ({"mother": "Anna"},)]},
    )
    (line,) = written()
    assert line["testimony"] == line["motherName"] == line["mother"] == logs.REDACTED
    assert line["file_number"] == "7"
    assert line["nested"] == {"list": [{"testimony": logs.REDACTED}, [{"mother": logs.REDACTED}]]}


def test_the_personal_part_of_events_and_secrets_are_redacted(written: Written) -> None:
    hidden = {
        **dict.fromkeys(("surname", "given_names", "birth_date", "nationalities", "document"), "ERIKSSON"),
        **dict.fromkeys(("password", "token", "authorization", "cookie", "sealed", "body"), "ERIKSSON"),
    }
    log.info("event_received", **hidden, type="limen.registration.person.registered.v1")
    (line,) = written()
    assert {name: line[name] for name in hidden} == dict.fromkeys(hidden, logs.REDACTED)
    assert line["type"] == "limen.registration.person.registered.v1"


def test_a_schema_that_is_loaded_later_counts_too(written: Written) -> None:
    log.info("seen", nickname="Bim")

    class Alias(Schema):
        nickname = personal(fields.String())

    log.info("seen", nickname="Bim")
    assert [line["nickname"] for line in written()] == ["Bim", logs.REDACTED]
    assert Alias().fields["nickname"].metadata["personal"]


def test_what_is_nested_too_deeply_to_look_into_is_redacted(written: Written) -> None:
    deep: dict[str, Any] = {"testimony": "saw it"}
    for _ in range(20):
        deep = {"inner": deep}
    log.info("seen", deep=deep)
    assert "saw it" not in json.dumps(written())


def test_an_object_is_written_by_its_type_for_its_repr_may_tell_of_a_person(written: Written) -> None:
    class Person:
        def __repr__(self) -> str:
            return "ERIKSSON"

    moment = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
    log.info("seen", person=Person(), id=uuid.UUID(int=1), at=moment, on=moment.date(), raw=b"ERIKSSON")
    (line,) = written()
    assert (line["person"], line["raw"]) == ("<Person>", "<bytes>")
    assert (line["id"], line["on"]) == (str(uuid.UUID(int=1)), "2026-03-06")


def test_an_error_is_written_by_type_and_place_and_without_its_message(written: Written) -> None:
    try:
        try:
            int("ERIKSSON")
        except ValueError as error:
            raise KeyError("ERIKSSON ANNA") from error
    except KeyError as error:
        log.error("failed", exc_info=error)
        log.exception("failed")
        logging.getLogger("somewhere").exception("failed")
    lines = written()
    assert len(lines) == 3
    assert "ERIKSSON" not in json.dumps(lines)
    for line in lines:
        assert [error["type"] for error in line["errors"]] == ["builtins.KeyError", "builtins.ValueError"]
        assert line["errors"][0]["at"][-1].startswith(f"{__file__}:")
        assert "message" not in line["errors"][0]


def test_an_error_of_ours_and_an_error_of_the_code_keep_their_message(written: Written) -> None:
    for error in (Conflict("the case is closed"), TypeError("a query must not write")):
        log.error("failed", exc_info=error)
    assert [line["errors"][0]["message"] for line in written()] == [
        "the case is closed",
        "a query must not write",
    ]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    pg = request.param == "postgres"
    url = request.getfixturevalue("postgres_url") if pg else f"sqlite:///{tmp_path / 'a.sqlite'}"
    database = Database(url)
    with database.write() as connection:
        connection.execute(sa.text("CREATE TABLE person (name varchar(10) UNIQUE, age integer)"))
    yield database
    database.close()


def test_a_database_error_names_the_constraint_and_no_value(written: Written, database: Database) -> None:
    def insert(name: str) -> None:
        with database.write() as connection:
            connection.execute(sa.text("INSERT INTO person (name) VALUES (:name)"), {"name": name})

    insert("ERIKSSON")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        insert("ERIKSSON")
    log.error("failed", exc_info=caught.value)
    text = json.dumps(written())
    assert "ERIKSSON" not in text
    assert "person" in text
    assert "nique" in text.lower()


def test_a_value_that_a_database_refuses_is_not_written(written: Written, database: Database) -> None:
    if database.is_sqlite:
        error: Exception = sa.exc.DataError("INSERT", {}, sqlite3.DataError("bad value ERIKSSON"))
    else:
        with pytest.raises(sa.exc.DataError) as caught, database.write() as connection:
            connection.execute(sa.text("SELECT CAST(:age AS integer)"), {"age": "ERIKSSON"})
        error = caught.value
        assert "ERIKSSON" in str(error)
    log.error("failed", exc_info=error)
    assert "ERIKSSON" not in json.dumps(written())


def test_sql_parameters_are_never_logged_however_loud_sqlalchemy_is(
    written: Written, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    database.engine.echo = "debug"
    with database.write() as connection:
        connection.execute(sa.text("INSERT INTO person (name) VALUES (:name)"), {"name": "ERIKSSON"})
        connection.execute(sa.text("SELECT name FROM person")).all()
    assert written() == []
    assert "ERIKSSON" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("library", ["werkzeug", "pika.connection", "urllib3.connectionpool", "kombu"])
def test_libraries_that_tell_of_requests_are_heard_from_warning_on(written: Written, library: str) -> None:
    logging.getLogger(library).info("GET /persons?name=ERIKSSON")
    logging.getLogger(library).warning("slow: GET /persons?name=ERIKSSON HTTP/1.1")
    (line,) = written()
    assert (line["logger"], line["level"]) == (library, "warning")
    assert line["event"] == "slow: GET /persons?… HTTP/1.1"


def test_warnings_of_python_are_logged(written: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert written()[0]["logger"] == "py.warnings"


def test_the_level_of_the_node_holds_for_libraries_too() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("registration", "warning", stream)
    try:
        log.info("quiet")
        logging.getLogger("somewhere").info("quiet")
        log.warning("loud")
        logging.getLogger("somewhere").warning("loud")
    finally:
        logging.captureWarnings(False)
        root.handlers[:], root.level = before
        structlog.reset_defaults()
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["loud", "loud"]


def test_an_event_is_named_by_a_constant_and_never_by_a_value() -> None:
    """`log.info(f"{name} came")` would put a name where no schema can redact it."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("limen", "services", "plugins")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for call in _log_calls(ast.parse(path.read_text()))
        if not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant))
    ]
    assert wrong == []


def _log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in levels:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if name.lstrip("_") in ("log", "logger"):
                yield node
