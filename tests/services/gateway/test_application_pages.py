"""The application in the console: form, evidence with files, preview, print."""

from collections.abc import Callable
from io import BytesIO

from limen.law.evidence import EvidenceCode, Strength
from services.gateway.console.words import TABLES
from services.readmission.application.catalogue import CIVIL_STATUS, FIELDS, SEXES
from services.readmission.evidence.scan import Scan
from tests.pdf import Pdf
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import take
from tests.services.readmission.evidence.test_evidence import PDF

As = Callable[[str], Browser]


def attach(browser: Browser, page: Page, content: bytes, name: str) -> Page:
    """Send a file by the first form for one."""
    form = page.form("/files")
    data = {**{key: value for key, value in form.fields if key != "file"}, "file": (BytesIO(content), name)}
    return browser.post(form.action, data)


def test_the_form_shows_what_registration_knows_and_keeps_what_is_entered(readmission: Browser, draft: Page):
    page = readmission.get(f"{draft.path}/application")
    values = page.form("/application").values
    assert values["current_nationality"] == "BA"
    assert values["family_names"]
    saved = readmission.send(page, "/application", birth_place="Mostar", civil_status="single",
                             children="X-ONE; ANA; 2019; Mostar")  # fmt: skip
    assert "The application is saved" in saved.text
    form = saved.form("/application").values
    assert (form["birth_place"], form["civil_status"]) == ("Mostar", "single")
    assert form["children"] == "X-ONE; ANA; 2019; Mostar"
    assert "Photograph" in saved.text  # asked for as far as possible


def test_a_wrong_value_is_named_at_its_field_and_stays(readmission: Browser, draft: Page):
    page = readmission.get(f"{draft.path}/application")
    wrong = readmission.send(page, "/application", birth_date="17.4.1990", birth_place="Mostar")
    assert wrong.status == 422
    assert "Birth date: Must be a date that exists" in wrong.text
    assert wrong.form("/application").values["birth_place"] == "Mostar"
    assert wrong.form("/application").values["birth_date"] == "17.4.1990"


def test_a_field_that_nobody_changed_follows_registration(readmission: Browser, draft: Page):
    page = readmission.get(f"{draft.path}/application")
    readmission.send(page, "/application", birth_place="Mostar")
    preview = readmission.get(f"{draft.path}/preview")
    assert "Mostar" in preview.text
    assert "exactly what Bosnia and Herzegovina would see" in preview.text


def test_evidence_is_added_with_a_file_that_comes_back(readmission: Browser, draft: Page):
    page = readmission.get(f"{draft.path}/evidence")
    assert "Not verified: nobody could read the evidence annex" in page.text
    added = readmission.send(page, "/evidence", kind="passport", number="X1", issued_on="2020-01-31")
    assert "The evidence is added" in added.text
    attached = attach(readmission, added, PDF, "scan of passport.pdf")
    assert "The file is attached" in attached.text
    assert "Not scanned" in attached.text
    answer = readmission.client.get(attached.link("scan of passport.pdf"))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].endswith('.pdf"')


def test_a_large_scan_passes_the_gateway(readmission: Browser, draft: Page):
    page = readmission.send(readmission.get(f"{draft.path}/evidence"), "/evidence", kind="passport")
    attached = attach(readmission, page, PDF + bytes(3_000_000), "large.pdf")
    assert "The file is attached" in attached.text


def test_a_file_of_another_kind_is_refused_in_words(readmission: Browser, draft: Page):
    page = readmission.send(readmission.get(f"{draft.path}/evidence"), "/evidence", kind="passport")
    refused = attach(readmission, page, b"MZ" + bytes(100), "passport.pdf")
    assert refused.status == 422
    assert "Must be one of application/pdf" in refused.text


def test_evidence_is_taken_out_again(readmission: Browser, draft: Page):
    page = readmission.send(readmission.get(f"{draft.path}/evidence"), "/evidence", kind="passport")
    gone = readmission.send(page, "/removal")
    assert "No evidence was added yet" in gone.text


def test_the_print_is_a_file_with_the_number_of_the_case(readmission: Browser, draft: Page):
    page = readmission.get(f"{draft.path}/preview")
    answer = readmission.client.get(page.link("Download the form in two languages"))
    assert answer.content_type == "application/pdf"
    assert Pdf(answer.data).says("Application for readmission")


def test_what_was_sent_is_shown_with_its_hash_and_the_form_is_closed(readmission: Browser, draft: Page):
    take(readmission, draft, "submit")
    preview = readmission.get(f"{draft.path}/preview")
    assert "What was sent" in preview.text
    assert "Save the application" not in readmission.get(f"{draft.path}/application").text


def test_a_monitor_reads_and_has_no_buttons(as_: As, draft: Page):
    monitor = as_("monitor")
    assert "Save the application" not in monitor.get(f"{draft.path}/application").text
    assert not monitor.get(f"{draft.path}/evidence").has_form("/evidence")


def test_every_field_and_code_has_words():
    assert {field.name for field in FIELDS} == TABLES["form_field"].keys()
    assert {field.section for field in FIELDS} == TABLES["form_section"].keys()
    assert {*SEXES, *CIVIL_STATUS} == TABLES["form_choice"].keys()
    assert {item.value for item in Scan} == TABLES["scan"].keys()
    assert {item.value for item in Strength} == TABLES["strength"].keys()
    assert {item.value for item in EvidenceCode} <= TABLES["evidence_kind"].keys()
