"""Checks of the code: the hooks answer, only public names are imported, the package can be pinned."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from limen.plugins.contract.results import Verdict, failed, warning
from limen.plugins.contract.subject import Subject
from limen.plugins.errors import PluginFailed
from limen.plugins.files import IGNORED, folder_digest

#: modules of Limen that a plugin may import
PUBLIC = ("limen.plugins", "limen.law", "limen.codes", "limen.partial_dates")
#: languages in which texts are asked for when there is no profile
_LANGUAGES = ("en",)


def hooks(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Each hook is answered, in time and with the type that its specification says."""
    plugin = subject.plugin
    for hook in plugin.hooks:
        try:
            if hook == "document_texts":
                country = subject.country
                for language in country.profile.languages if country else _LANGUAGES:
                    plugin.ask(hook, language=language)
            else:
                plugin.ask(hook)
        except PluginFailed as failure:
            # the author sees the cause: what a hook hands over holds nothing personal
            yield failed(f"{hook} failed: {type(failure.cause).__name__}: {failure.cause}")


def imports(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Of Limen nothing is imported but its public names, and of services and other plugins nothing."""
    own = subject.package
    for path in sorted(subject.folder.rglob("*.py")):
        for line, module, name in _imported(path):
            where = f"{path.relative_to(subject.folder).as_posix()}:{line}"
            top = module.split(".")[0]
            if module == own or module.startswith(f"{own}."):
                continue
            if top in ("services", "plugins"):
                yield failed(f"{where} imports {module}, which is not a plugin's to use")
            elif top == "limen" and not _is_public(module, name):
                yield failed(f"{where} imports {module}{f'.{name}' if name else ''}, which is not public")


def package(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """The package is a folder of source that a pin can hold, with no link or compiled file, and licensed."""
    try:
        folder_digest(subject.folder)
    except (OSError, ValueError) as error:
        yield failed(f"its files cannot be pinned: {error}")
    for path in sorted(subject.folder.rglob("*")):
        if path.suffix in (".so", ".pyd", ".pyc") and IGNORED not in path.parts:
            yield failed(f"{path.name} is compiled: only source is imported")
    if not subject.licence:
        yield failed("the distribution names no licence: set `license`, for example to Apache-2.0")
    if not subject.version:
        yield failed("the distribution has no version")
    elif subject.version.startswith("0.0"):
        yield warning(f"version {subject.version} looks like no release")


def _imported(path: Path) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for item in node.names:
                yield node.lineno, item.name, ""
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for item in node.names:
                yield node.lineno, node.module, item.name


def _is_public(module: str, name: str) -> bool:
    if not any(module == public or module.startswith(f"{public}.") for public in PUBLIC):
        return False
    if name.startswith("_"):
        return False
    if module == "limen.plugins":
        return not name or name in import_module(module).__all__
    return not module.startswith("limen.plugins.")
