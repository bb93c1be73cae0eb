"""In which two languages an application is printed, and the labels of the form in each."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from babel import Locale

from limen.law.arrangement import Arrangement
from limen.plugins.texts import brought_texts
from limen.printing import Texts, base_of
from limen.runtime import Runtime

_FOLDER = Path(__file__).parent / "labels"
#: what is said of a translation that no native speaker reviewed; a plugin's texts say it once for all
_NOTE = "translation.note"


@cache
def labels() -> Texts:
    """Return every label of the form: key -> language -> text. English has all of them."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        for key, text in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            texts.setdefault(key, {})[path.stem] = text
    return texts


def labels_of(runtime: Runtime, states: Iterable[str], languages: Iterable[str]) -> Texts:
    """Return the labels of the form with those that the states' plugins bring, under keys `form.<label>`.

    A plugin adds a language or words a label itself; English stays ours. One that fails brings nothing, and
    the form is printed all the same, in English and marked.
    """
    texts = {key: dict(known) for key, known in labels().items()}
    countries = [runtime.plugins.country(state) for state in states]
    for key, brought in brought_texts(countries, languages).items():
        label = key.removeprefix("form.")
        if label in texts and (label != key or key == _NOTE):
            texts[label].update({tag: text for tag, text in brought.items() if tag != "en"})
    return texts


def label_languages() -> tuple[str, ...]:
    """Return the languages that have labels."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def languages_of(runtime: Runtime, arrangement: Arrangement, row: sa.Row[Any]) -> list[str]:
    """Return the two languages of a case's form.

    First the language that the arrangement prescribes, else the requesting state's; then the requested
    state's. English stands in where both are the same.
    """
    prescribed = [
        tag
        for fact in arrangement.facts_about("language", row.category, row.requested_state)
        if (tag := _tag_of(str(fact.value)))
    ]
    own = _spoken(runtime, row.requesting_state)
    theirs = _spoken(runtime, row.requested_state)
    first = (prescribed or own)[0]
    second = next((tag for tag in [*theirs, *own, "en", "fr"] if tag != first), "en")
    return [first, second]


def _spoken(runtime: Runtime, state: str) -> list[str]:
    """Return a state's languages, those with labels first."""
    spoken = list(runtime.plugins.country(state).profile.languages) or ["en"]
    return sorted(spoken, key=lambda tag: not _has_labels(tag))


def _has_labels(tag: str) -> bool:
    return tag in label_languages() or base_of(tag) in label_languages()


@cache
def _tag_of(name: str) -> str | None:
    """Return the tag of a language by its English name, for example `French`."""
    names = {text.lower(): tag for tag, text in Locale("en").languages.items() if len(tag) == 2}
    return names.get(name.strip().lower())
