"""A printed page: tagged, in every script of the region, with its copy for machines, and nothing fetched."""

import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from limen import doctor
from limen.printing import (
    Attachment,
    PrintingUnavailable,
    direction_of,
    fonts,
    language_name,
    missing_parts,
    printed,
    two_languages,
)
from tests.pdf import Pdf
from tests.services.kit import make_settings

HERE = "tests.limen.printing"
LABELS = {
    "surname": {"en": "Surname", "de": "Familienname", "ar": "اللقب"},
    "photograph": {"en": "Photograph", "de": "Lichtbild"},
}
LINES = ("Đorđević Łukasz", "Шевченко қазақ ғұһ", "საქართველო", "Հայաստան", "محمد", "Ελλάδα", "Nguyễn")


def print_lines(*lines: str, first: str = "de", second: str = "ar", **more) -> Pdf:
    return Pdf(
        printed(HERE, "scripts.html", "de", wording=two_languages(LABELS, first, second), lines=lines, **more)
    )


def test_every_script_of_the_region_is_drawn_with_a_packaged_font():
    pdf = print_lines(*LINES)
    for line in LINES:
        assert pdf.says(line) or pdf.says(line[::-1])  # right to left is drawn from its end
    names = [d for d in pdf.dictionaries.values() if b"/FontName" in d]
    assert names
    assert all(b"+limen-" in name for name in names)


def test_the_document_is_tagged_titled_and_says_its_language():
    pdf = print_lines("text")
    assert pdf.has(b'pdfuaid:part="1"')
    assert pdf.has(b"/StructTreeRoot")
    assert pdf.has(b"/Lang (de)")
    assert pdf.has(b"Scripts")
    assert pdf.has(b"/S /H1")


def test_the_machine_readable_copy_is_inside():
    pdf = print_lines("text", attachments=[Attachment("copy.json", b'{"number": 7}', "The same as data")])
    assert pdf.attachments == [b'{"number": 7}']
    assert pdf.has(b"copy.json")
    assert pdf.has(b"The same as data")


def test_text_is_text_and_never_markup():
    assert print_lines("<h1>no heading</h1>").says("<h1>no heading</h1>")


def test_what_nobody_translated_is_shown_in_english_and_marked():
    wording = two_languages(LABELS, "de", "ar")
    german, arabic = wording("photograph")
    assert (german.text, german.translated) == ("Lichtbild", True)
    assert (arabic.text, arabic.language, arabic.translated) == ("Photograph", "en", False)
    assert 'class="untranslated"' in arabic.__html__()
    assert str(arabic) == "Photograph [en]"
    assert wording.second.missing == ["photograph"]


def test_a_regional_tag_takes_the_texts_of_its_language():
    assert two_languages(LABELS, "de-CH", "en").first("surname").text == "Familienname"


def test_another_script_than_the_usual_one_is_no_translation():
    texts = {"name": {"en": "Name", "sr": "Име"}}
    assert two_languages(texts, "sr-Cyrl", "sr-Latn")("name")[0].text == "Име"
    assert two_languages(texts, "sr-Cyrl", "sr-Latn")("name")[1].translated is False


def test_a_value_that_nobody_gave_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        printed(HERE, "scripts.html", "de", lines=[])


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "limen-font:../x"])
def test_nothing_is_fetched_from_outside(address):
    with pytest.raises(ValueError, match="nothing but the packaged fonts"):
        printed(HERE, "outside.html", "en", address=address)


def test_languages_know_their_direction_and_their_own_name():
    assert [direction_of(tag) for tag in ("ar", "fa", "sq", "sr-Latn", "xx")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]
    assert language_name("fr") == "français"
    assert language_name("zz") == "zz"


def test_without_fonts_printing_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(PrintingUnavailable, match="script/assets"):
        print_lines("text")
    assert any("script/assets" in part for part in missing_parts())
    findings = list(doctor.check_printing(make_settings(tmp_path)))
    assert [finding.problem for finding in findings] == ["Printing needs the packaged fonts."]


def test_without_libpango_printing_says_what_to_install():
    """In a process of its own, where no library of that name can be found."""
    code = (
        "import ctypes.util, cffi\n"
        "class NoPango(cffi.FFI):\n"
        "    def dlopen(self, name, flags=0):\n"
        "        raise OSError(name)\n"
        "cffi.FFI = NoPango\n"
        "from limen.printing import missing_parts\n"
        "print(*missing_parts(), sep='|')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert done.stdout == f"printing needs libpango: apt install {packages}\n"


def test_no_import_of_limen_loads_libpango():
    code = "import sys, limen.printing, limen.doctor; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_licence_of_the_fonts_is_beside_them():
    assert "SIL Open Font License" in Path(fonts.FOLDER, "LICENSE").read_text()
