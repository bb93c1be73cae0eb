"""What the hook specifications say: which hooks there are, and what each one answers."""

import inspect
from typing import Any, get_type_hints

from limen.plugins import hookspecs


def hook_names() -> tuple[str, ...]:
    """Return the name of every hook, in alphabetical order."""
    functions = inspect.getmembers(hookspecs, inspect.isfunction)
    return tuple(name for name, function in functions if function.__module__ == hookspecs.__name__)


def answer_type(hook: str) -> Any:
    """Return the type that a hook answers: the return annotation of its specification."""
    return get_type_hints(getattr(hookspecs, hook))["return"]
