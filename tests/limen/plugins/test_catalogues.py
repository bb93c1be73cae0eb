"""Catalogues of the console: read from source, and nothing in them can break a page."""

import pytest

from limen.plugins.catalogues import read_catalogue

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Last-Translator: {}\\n"\n'
MANY = """
msgid "%(num)d claim"
msgid_plural "%(num)d claims"
msgstr[0] "një pohim"
msgstr[1] "%(num)d pohime"
"""


@pytest.fixture
def read(tmp_path):
    """Read a catalogue of these entries."""

    def from_text(*entries, translator="machine-made"):
        path = tmp_path / "sq.po"
        path.write_text(HEAD.format(translator) + "".join(f"\n{entry}\n" for entry in entries))
        return read_catalogue(path, "sq")

    return from_text


def entry(text, translation, comment=""):
    return f'{comment}msgid "{text}"\nmsgstr "{translation}"'


def test_a_text_is_translated_and_what_is_empty_or_fuzzy_is_not(read):
    found = read(entry("Sign in", "Hyr"), entry("Post", ""), entry("Name", "Emri", "#, fuzzy\n"), MANY)
    assert (len(found.texts), found.problems) == (2, ())
    say = found.translations
    assert [say.gettext(text) for text in ("Sign in", "Post", "Name")] == ["Hyr", "Post", "Name"]
    assert [say.ngettext("%(num)d claim", "%(num)d claims", n) for n in (1, 2)] == [
        "një pohim",
        "%(num)d pohime",
    ]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Encounter at %(post)s", "Takimi në %(pika)s"),
        ("Encounter at %(post)s", "Takimi"),
        ("Sign in", "Hyr 100%"),
        ("Sign in", "<script>Hyr</script>"),
        ("Sign in", "Hyr & dil"),
    ],
)
def test_a_translation_that_could_break_a_page_is_left_out_and_named(read, text, translation):
    found = read(entry(text, translation))
    assert (found.texts, len(found.problems)) == (frozenset(), 1)
    assert "sq.po:6: the " in found.problems[0]
    assert found.translations.gettext(text) == text


@pytest.mark.parametrize(
    ("translator", "reviewed"), [("Machine-made", False), ("Ana Test", True), ("", False)]
)
def test_a_catalogue_says_whether_a_native_speaker_reviewed_it(read, translator, reviewed):
    assert read(translator=translator).reviewed is reviewed


def test_a_file_that_is_no_catalogue_is_an_error_that_names_it(tmp_path):
    path = tmp_path / "sq.po"
    path.write_text("msgid Sign in")
    with pytest.raises(ValueError, match=r"sq\.po"):
        read_catalogue(path, "sq")
