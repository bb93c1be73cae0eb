"""docs/reference.md: hooks, events, settings, permissions and commands, read off the code."""

import inspect
from collections.abc import Iterable
from dataclasses import MISSING
from typing import Any

from limen.config import PREFIX, setting_fields
from limen.messaging.contracts import all_contracts, subscribers_of
from limen.plugins import hookspecs
from limen.plugins.actions import ACTIONS
from limen.plugins.hooks import hook_names
from limen.web.policy import PERMISSIONS


def render() -> str:
    """Return the page."""
    parts = [
        "# Reference",
        "This page is made from the code by `python -m limen.docs`; the build fails where it is out of date.",
        "## Settings",
        "Each is read from the node's file (its name in small letters) and then from the environment. "
        f"A secret can also come from a file: `{PREFIX}<NAME>_FILE`.",
        _table(("setting", "default", "meaning"), _settings()),
        "## Hooks",
        "What a country plugin can answer. [country-plugins.md](country-plugins.md) shows each at work.",
        _table(("hook", "answer"), _hooks()),
        "Actions that rules and training requirements can name:",
        _table(("action", "meaning"), ((f"`{name}`", text) for name, text in ACTIONS.items())),
        "## Events",
        "CloudEvents of type `limen.<service>.<record>.<past tense>.v1`; the schemas are in "
        "[asyncapi.json](asyncapi.json). A subscriber gets all events of a record, in order.",
        _table(("event", "meaning", "subscribers"), _events()),
        "## Permissions",
        "`own post` limits border officers and shift leaders to the posts in their account.",
        _table(("permission", "roles", "own post"), _permissions()),
        "## HTTP",
        "One OpenAPI 3.1 document a service: [registration](openapi/registration.json), "
        "[readmission](openapi/readmission.json), [training](openapi/training.json), "
        "[gateway](openapi/gateway.json). A running node serves them at `/api/v1/<service>/openapi.json`.",
        "## Commands",
        "`limen --help` and `limen COMMAND --help` say what each command does and takes.",
        _table(("command", "meaning"), _commands()),
    ]
    return "\n\n".join(parts) + "\n"


def _settings() -> Iterable[tuple[str, ...]]:
    for item in setting_fields():
        meta = item.metadata
        default = "required" if item.default is MISSING else _shown(item.default)
        help_ = meta["help"] + (" (secret)" if meta["secret"] else "")
        if meta["choices"]:
            help_ += f"; one of {', '.join(meta['choices'])}"
        yield f"`{PREFIX}{item.name.upper()}`", default, help_


def _hooks() -> Iterable[tuple[str, ...]]:
    for name in hook_names():
        function = getattr(hookspecs, name)
        yield (
            f"`{name}{inspect.signature(function).replace(return_annotation=inspect.Signature.empty)}`",
            _first(function),
        )


def _events() -> Iterable[tuple[str, ...]]:
    for name, contract in sorted(all_contracts().items()):
        yield f"`{name}`", contract.summary, ", ".join(subscribers_of(name)) or "-"


def _permissions() -> Iterable[tuple[str, ...]]:
    for name, permission in sorted(PERMISSIONS.items()):
        roles = ", ".join(sorted(permission.roles)) or "everybody"
        yield f"`{name}`", roles, "yes" if permission.own_post else ""


def _commands() -> Iterable[tuple[str, ...]]:
    from typer.main import get_command

    from limen.cli import with_service_commands

    yield from _walk("limen", get_command(with_service_commands()))


def _walk(path: str, command: Any) -> Iterable[tuple[str, ...]]:
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        if getattr(inner, "commands", None):
            yield from _walk(f"{path} {name}", inner)
        else:
            yield f"`{path} {name}`", (inner.help or "").strip().splitlines()[0]


def _first(function: Any) -> str:
    return (inspect.getdoc(function) or "").splitlines()[0]


def _shown(value: Any) -> str:
    return "empty" if value in ("", ()) else f"`{value}`"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
