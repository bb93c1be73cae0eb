"""The translations of the pages: whose wording goes first, what is lacking, and that ours hold together."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale
from flask import Flask, session
from flask_babel import gettext

from limen.docs.console_texts import console_texts
from limen.docs.console_texts import pages as console_text_pages
from limen.plugins import CountryFiles
from limen.plugins.catalogues import first_form, read_catalogue
from limen.plugins.testing import host_of
from services.gateway.console import catalogues, language
from services.gateway.console.untranslated import Untranslated

OURS = sorted(catalogues.LOCALE.glob("*.po"))
KENYA = "alpha2: KE\nreviewed_on: 2026-11-22\nlanguages: [sw, en]\nscripts: [Latn]\nsources: {}\n"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Last-Translator: Ana Test\\n"\n'
TEXTS = ("Sign in", "Name", "Post")

MakeApp = Callable[[], Flask]


def write(path: Path, **translations: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [f'msgid "{text.replace("_", " ")}"\nmsgstr "{said}"\n' for text, said in translations.items()]
    path.write_text("\n".join([HEAD, *entries]))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """Make the pages of a Kenyan node, with our catalogues in `ours` and the country's in `kenya/locale`."""
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "ours")
    write(tmp_path / "ours" / "console.pot", Sign_in="", Name="", Post="")

    def made() -> Flask:
        app = Flask(__name__)
        app.secret_key = "of a test"
        (tmp_path / "kenya").mkdir(exist_ok=True)
        (tmp_path / "kenya" / "country.yaml").write_text(KENYA)
        country = host_of(kenya=CountryFiles(str(tmp_path / "kenya" / "__init__.py"))).countries["KE"]
        language.add_languages(app, country)
        return app

    return made


def read(app: Flask, code: str) -> tuple[list[str], int]:
    """Return our three texts in a language, and how many it lacks."""
    with app.test_request_context():
        session["language"] = code
        return [gettext(text) for text in TEXTS], language.translation().lacking


def test_the_countrys_wording_goes_first_then_ours_then_english_marked(app: MakeApp, tmp_path: Path) -> None:
    write(tmp_path / "ours" / "sw.po", Sign_in="Ingia", Name="Jina")
    write(tmp_path / "kenya" / "locale" / "sw.po", Name="Jina kamili", Gone="Imeondoka")
    texts, lacking = read(app(), "sw")
    assert texts == ["Ingia", "Jina kamili", Untranslated().gettext("Post")]
    assert lacking == 1


def test_english_lacks_nothing_and_stays_unmarked(app: MakeApp) -> None:
    assert read(app(), "en") == (list(TEXTS), 0)


def test_serbian_in_latin_script_is_read_from_the_cyrillic_catalogue(app: MakeApp, tmp_path: Path) -> None:
    write(tmp_path / "ours" / "sr-Cyrl.po", Sign_in="Пријава", Name="Име")
    serbian = app()
    assert read(serbian, "sr_Cyrl")[0][0] == "Пријава"
    assert read(serbian, "sr_Latn") == (["Prijava", "Ime", Untranslated().gettext("Post")], 1)


def test_a_catalogue_that_cannot_be_read_leaves_the_pages_english(app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "ours" / "sw.po").write_text("msgid Sign in")
    texts, lacking = read(app(), "sw")
    assert (texts[0], lacking) == (Untranslated().gettext("Sign in"), 3)


def test_the_languages_of_the_nodes_country_are_offered_before_all_others(
    app: MakeApp, tmp_path: Path
) -> None:
    for code in ("bs", "sr-Cyrl", "sw"):
        write(tmp_path / "ours" / f"{code}.po", Name="x")
    with app().app_context():
        offered = [item.tag for item in language.languages()]
    assert offered == ["en", "sw", "ar", "bs", "fa", "sr-Cyrl", "sr-Latn"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_catalogue_of_ours_is_sound_and_has_only_texts_of_the_pages(path: Path) -> None:
    found = read_catalogue(path, path.stem)
    assert found.problems == ()
    assert found.texts
    assert not found.texts - {first_form(message) for message in console_texts()}
    assert Locale.parse(path.stem, sep="-")


def test_the_list_of_texts_is_that_of_the_pages() -> None:
    """Else: python -m limen.docs. What a page says it lacks is counted from the list."""
    path = catalogues.LOCALE / "console.pot"
    assert console_text_pages()[f"services/gateway/console/locale/{path.name}"]() == path.read_text()
