"""Structured logs: one JSON object a line on standard output, without personal data.

What is redacted is decided by schema: a field made with `limen.web.schemas.personal`, and the personal part
of an event (`limen.messaging.contracts`), is cut out of every line at any depth, as are secrets. Errors are
written as types and places in the code; their messages only where they cannot repeat what was sent.
Log facts, not sentences: `log.info("case_moved", case=..., step=...)`, never a value in the event's name.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePath
from typing import Any, Final, TextIO
from uuid import UUID

import sqlalchemy.exc
import structlog
from marshmallow import Schema
from structlog.typing import EventDict, Processor, WrappedLogger

from limen.errors import LimenError

REDACTED: Final = "[redacted]"
_DEEPEST = 8
#: names that are redacted whatever the schemas say
_SECRETS: Final = frozenset(
    {
        "authorization",
        "body",
        "cookie",
        "code_verifier",
        "otp",
        "password",
        "sealed",
        "secret",
        "token",
        "totp",
    }
)
#: names with which a line begins, for whoever reads it
_FIRST: Final = ("timestamp", "level", "service", "event")
#: names that a line needs, whatever the schemas say
_KEPT: Final = frozenset({"event", "level", "logger", "request_id", "service", "timestamp", "trace_id"})
#: loggers of libraries that are heard from `warning` on, whatever the level of the node:
#: below it SQLAlchemy writes parameters of statements, and werkzeug and granian whole URLs
_QUIET: Final = ("amqp", "asyncio", "granian.access", "kombu", "pika", "sqlalchemy", "urllib3", "werkzeug")
_QUERY_STRING: Final = re.compile(r"\?[^\s'\"]+")
#: errors whose message speaks of the code, or was written by us, and so never of a person
_SAFE_MESSAGES: Final = (
    LimenError,
    ImportError,
    AttributeError,
    NameError,
    TypeError,
    NotImplementedError,
    OSError,
)


def configure(service: str, level: str = "info", stream: TextIO | None = None) -> None:
    """Write all logs of this process, also those of libraries, to `stream` (standard output)."""
    stream = stream or sys.stdout
    severity = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _adding(service),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
        describe_error,
        redact,
    ]
    renderer = structlog.processors.JSONRenderer(serializer=_to_json)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(severity),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(_quiet_enough)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, _cut_query_string, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            keep_exc_info=False,
        )
    )
    logging.basicConfig(handlers=[handler], level=severity, force=True)
    # With `echo` SQLAlchemy would otherwise write to standard output by a handler of its own.
    logging.getLogger("sqlalchemy.engine.Engine").addHandler(logging.NullHandler())
    logging.captureWarnings(True)


def redact(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Cut personal fields and secrets out of a line, at any depth."""
    names = personal_names()
    return {key: REDACTED if key in names else _redacted(value, names, 1) for key, value in line.items()}


def describe_error(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Write an exception as its type and its places in the code, causes after it."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        line["errors"] = [_described(each) for each in _chain(error)]
    return line


def personal_names() -> frozenset[str]:
    """Return every name that is redacted: secrets, and what a schema says is personal."""
    from limen.web.schemas import personal_names as of_schemas

    return _with_contracts(of_schemas())


@cache
def _with_contracts(of_schemas: frozenset[str]) -> frozenset[str]:
    from limen.messaging.contracts import all_contracts

    sealed: set[type[Schema]] = {contract.sealed for contract in all_contracts().values() if contract.sealed}
    of_events = {name for schema in sealed for name in schema._declared_fields}
    return (_SECRETS | of_schemas | of_events) - _KEPT


def _redacted(value: Any, names: frozenset[str], depth: int) -> Any:
    if isinstance(value, (str, int, float, type(None))):
        return value
    if depth > _DEEPEST:
        return REDACTED
    if isinstance(value, Mapping):
        return {
            str(key): REDACTED if key in names else _redacted(item, names, depth + 1)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(item, names, depth + 1) for item in value]
    return value


def _described(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    described: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    message = _safe_message(error)
    if message:
        described["message"] = message
    described["at"] = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return described


def _safe_message(error: BaseException) -> str:
    """Return what may be written of an error's message: it must not repeat a value."""
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        return "" if isinstance(error, sqlalchemy.exc.DataError) else _first_line(error.orig)
    return str(error) if isinstance(error, _SAFE_MESSAGES) else ""


def _first_line(error: BaseException | None) -> str:
    # PostgreSQL's first line names the constraint; the values stand in the DETAIL below it.
    return str(error).partition("\n")[0]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        yield current
        seen.add(id(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _quiet_enough(record: logging.LogRecord) -> bool:
    quiet = any(record.name == name or record.name.startswith(name + ".") for name in _QUIET)
    return record.levelno >= logging.WARNING or not quiet


def _cut_query_string(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    line["event"] = _QUERY_STRING.sub("?…", str(line["event"]))
    return line


def _adding(service: str) -> Processor:
    def add(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        line.setdefault("service", service)
        return line

    return add


def _to_json(line: Mapping[str, Any], **_: Any) -> str:
    first = {name: line[name] for name in _FIRST if name in line}
    return json.dumps({**first, **line}, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """Write what JSON does not know; of an unknown object only the type, for its repr may show a person."""
    if isinstance(value, (UUID, PurePath)) or type(value).__module__ in ("datetime", "decimal"):
        return str(value)
    return f"<{type(value).__name__}>"
