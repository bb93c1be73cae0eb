"""A printed page: tagged, in every script of the region, with its copy for machines, and nothing fetched."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

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

ROOT = Path(__file__).parents[3]
HERE = "tests.limen.printing"
LABELS = {
    "surname": {"en": "Surname", "de": "Familienname", "ar": "اللقب"},
    "photograph": {"en": "Photograph", "de": "Lichtbild"},
}
LINES = ("Đorđević Łukasz", "Шевченко қазақ ғұһ", "საქართველო", "Հայաստան", "محمد", "Ελλάδα", "Nguyễn")
MARKUP = ("#panic()", "$x$ *b* [c]", 'a"; #read("page.typ")', "= no heading", "// none", "<a> @b", "\\u{41}")


def print_lines(*lines: str, first: str = "de", second: str = "ar", **more) -> Pdf:
    both = two_languages(LABELS, first, second)
    return Pdf(printed(HERE, "scripts.typ", first, both=both, lines=lines, **more))


def test_every_script_of_the_region_is_drawn_with_a_packaged_font():
    pdf = print_lines(*LINES)
    for line in LINES:
        assert pdf.says(line) or pdf.says(line[::-1])  # right to left is drawn from its end
    assert {font.split("-")[0] for font in pdf.fonts} == {
        "NotoSans",
        "NotoSansGeorgian",
        "NotoSansArmenian",
        "NotoSansArabic",
    }
    assert pdf.conforms


@pytest.mark.parametrize("line", ["রহিম", "\ufffe", "\x00"])
def test_a_letter_that_cannot_be_drawn_stops_no_printing_and_ends_the_claim_to_conform(line):
    pdf = print_lines(line, "Rahim")
    assert pdf.says("Rahim")
    assert not pdf.conforms


def test_letters_are_composed_in_the_page_and_left_alone_in_a_file_inside():
    loose = "S\u030c"
    pdf = print_lines(loose, attachments=[Attachment("copy.json", loose.encode(), "copy")])
    assert pdf.says("\u0160")
    assert pdf.attachments == [loose.encode()]


def test_the_document_is_tagged_titled_and_says_its_languages():
    pdf = print_lines("text", "text")
    assert pdf.conforms
    assert (pdf.title, pdf.languages) == ("Scripts", {"de", "ar"})
    assert (pdf.tags["H1"], pdf.tags["P"]) == (1, 2)


@pytest.mark.parametrize("long", ["word " * 900, "word\n" * 150], ids=["words", "lines"])
def test_a_row_stays_whole_the_head_is_repeated_and_a_row_longer_than_a_page_loses_nothing(long):
    rows = [(number, long if number == 3 else "word " * 60) for number in range(16)]
    pdf = Pdf(printed(HERE, "table.typ", "en", rows=rows))
    pages = [page.extract_text() for page in pdf.reader.pages]
    assert pdf.text.count("word") == long.count("word") + 15 * 60
    assert [page.count("Number") for page in pages] == [1] * len(pages)
    assert pages[-1].count("word") % 60 == 0
    assert (pdf.tags["TH"], pdf.tags["TR"]) == (2, 17)


def test_the_same_document_is_the_same_bytes():
    lines = {"both": two_languages(LABELS, "de", "ar"), "lines": LINES}
    assert printed(HERE, "scripts.typ", "de", **lines) == printed(HERE, "scripts.typ", "de", **lines)


def test_the_machine_readable_copy_is_inside():
    copy = Attachment("copy.json", b'{"number": 7}', "The same as data")
    (inside,) = print_lines("text", attachments=[copy]).files
    assert inside.content == copy.content
    assert (inside.name, inside.description, inside.subtype) == (
        copy.name,
        copy.description,
        "/application/json",
    )


@pytest.mark.parametrize("line", MARKUP)
def test_text_is_text_and_never_markup(line):
    pdf = print_lines(line)
    assert pdf.says(line)
    assert pdf.tags["H1"] == 1


def test_what_nobody_translated_is_shown_in_english_and_marked():
    both = two_languages(LABELS, "de", "ar")
    german, arabic = both("photograph")
    assert (german.text, german.translated) == ("Lichtbild", True)
    assert (arabic.text, arabic.language, arabic.translated) == ("Photograph", "en", False)
    assert str(arabic) == "Photograph [en]"
    assert both.second.missing == ["photograph"]
    pdf = print_lines("text", first="fr")
    assert pdf.says("Surname [en] /")
    assert pdf.languages == {"fr", "en", "ar"}


def test_a_regional_tag_takes_the_texts_of_its_language():
    assert two_languages(LABELS, "de-CH", "en").first("surname").text == "Familienname"


def test_another_script_than_the_usual_one_is_no_translation():
    texts = {"name": {"en": "Name", "sr": "Име"}}
    assert two_languages(texts, "sr-Cyrl", "sr-Latn")("name")[0].text == "Име"
    assert two_languages(texts, "sr-Cyrl", "sr-Latn")("name")[1].translated is False


def test_a_value_that_nobody_gave_is_an_error_and_not_a_gap():
    with pytest.raises(ValueError, match=r'scripts.typ: .*does not contain key "lines"'):
        printed(HERE, "scripts.typ", "de", both=two_languages(LABELS, "de", "ar"))


def test_a_value_that_is_no_plain_data_is_refused():
    with pytest.raises(TypeError, match="takes no datetime"):
        print_lines("text", moment=datetime(2026, 3, 6, tzinfo=UTC))


@pytest.mark.parametrize("path", ["/etc/hostname", "../documents.py", "/../documents.py"])
def test_no_file_outside_of_the_shared_templates_is_opened(path):
    with pytest.raises(ValueError, match=r"not found|escape the project root"):
        printed(HERE, "outside.typ", "en", path=path)


def test_no_template_takes_a_package_from_elsewhere():
    templates = [path for top in ("limen", "services") for path in ROOT.glob(f"{top}/**/*.typ")]
    assert templates
    assert not [path.name for path in templates if re.search(r'"@', path.read_text())]


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


def test_no_import_of_limen_loads_the_engine():
    code = "import sys, limen.printing, limen.doctor; sys.exit('typst' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_licence_of_each_font_is_beside_it():
    licences = [path.read_text() for path in Path(fonts.FOLDER).glob("LICENSE-*")]
    assert len(licences) == 4
    assert all("SIL Open Font License" in text for text in licences)
