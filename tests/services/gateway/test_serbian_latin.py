"""Serbian in Latin script says the same as in Cyrillic."""

import pytest

from services.gateway.console.serbian_latin import in_latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Захтев за враћање и прихватање", "Zahtev za vraćanje i prihvatanje"),
        ("Љубав, Његош и Џорџ", "Ljubav, Njegoš i Džordž"),
        ("ПУЉ, ЊУЈОРК, Џ", "PULJ, NJUJORK, Dž"),
        ("ђ ж ћ ч ш ј х ц", "đ ž ć č š j h c"),
        ("Особа %(name)s, ISO 3166-1, <b>лице</b>", "Osoba %(name)s, ISO 3166-1, <b>lice</b>"),
    ],
)
def test_letters_change_and_placeholders_stay(cyrillic: str, latin: str) -> None:
    assert in_latin(cyrillic) == latin


def test_each_letter_has_its_own_latin_one() -> None:
    letters = "абвгдђежзијклљмнњопрстћуфхцчџш"
    assert len({in_latin(letter) for letter in letters}) == 30
    assert in_latin(letters.upper()).isascii() is False
    assert not [letter for letter in in_latin(letters + letters.upper()) if "\u0400" <= letter <= "\u04ff"]
