"""What a hook may answer is what its specification says: the return annotation is checked.

Three forms occur: a list of one class, a mapping of texts, and one object of a class.
"""

from collections.abc import Mapping
from typing import Any, get_args, get_origin


def checked_answer(answer: object, annotation: Any) -> Any:
    """Return the answer (a list as a tuple, a mapping as a copy); TypeError where it has another type."""
    form = get_origin(annotation) or annotation
    if form is list:
        _expect(answer, (list, tuple), "a list")
        (item,) = get_args(annotation)
        for entry in answer:  # type: ignore[attr-defined]  # a list or tuple, as just checked
            _expect(entry, item, f"a list of {item.__name__}")
        return tuple(answer)  # type: ignore[arg-type]
    if form is Mapping:
        _expect(answer, Mapping, "a mapping of texts")
        for key, text in answer.items():  # type: ignore[attr-defined]
            _expect(key, str, "a mapping of texts")
            _expect(text, str, "a mapping of texts")
        return dict(answer)  # type: ignore[call-overload]
    _expect(answer, form, form.__name__)
    return answer


def _expect(value: object, wanted: Any, description: str) -> None:
    if not isinstance(value, wanted):
        raise TypeError(f"expected {description}, got {type(value).__name__}")
