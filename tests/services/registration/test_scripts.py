"""The script of a name is found out from its letters."""

import pytest

from services.registration.scripts import script_of


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Eriksson", "Latn"),
        ("Эрикссон", "Cyrl"),
        ("Ӯғлӣ", "Cyrl"),
        ("ერიქსონი", "Geor"),
        ("Էրիքսոն", "Armn"),
        ("اریکسون", "Arab"),
        ("Ερικσον", "Grek"),
        ("’Abd", "Latn"),
        ("123", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_first_letter_with_a_known_script_decides(name: str, script: str) -> None:
    assert script_of(name) == script
