"""The documents that are made from the code, so that they cannot drift from it.

`python -m limen.docs` writes them, `python -m limen.docs --check` fails where one is out of date.
"""

from collections.abc import Callable, Mapping

#: path in the tree -> what makes its text
Pages = Mapping[str, Callable[[], str]]


def pages() -> Pages:
    """Return every generated document."""
    from limen.docs import asyncapi, console_texts, env_example, openapi, reference
    from limen.service import SERVICE_NAMES

    made: dict[str, Callable[[], str]] = {
        "docs/reference.md": reference.render,
        "docs/asyncapi.json": asyncapi.render,
        "deploy/env.example": env_example.render,
        **console_texts.pages(),
    }
    for name in SERVICE_NAMES:
        made[f"docs/openapi/{name}.json"] = openapi.renderer(name)
    return made
