"""Machine-readable zones: the published specimens, and the particulars of real documents."""

from datetime import date

import pytest

from limen.codes import Sex, StateKind
from limen.partial_dates import PartialDate
from services.registration.mrz import Format, Rule, read
from tests.services.registration.mrz_writer import Holder, write

TODAY = date(2026, 11, 22)

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
MRVA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRVB = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE18422"
# ICAO Doc 9303 part 11, appendix D.2: document numbers that do not fit their field.
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
TD2_LONG = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8"

SPECIMENS = {
    Format.TD3: (TD3, "L898902C3", "UTO", "1974-08-12", "2012-04-15", "ZE184226B"),
    Format.TD2: (TD2, "D23145890", "UTO", "1974-08-12", "2012-04-15", ""),
    Format.TD1: (TD1, "D23145890", "UTO", "1974-08-12", "2012-04-15", ""),
    Format.MRVA: (MRVA, "L8988901C", "XXX", "1940-09-07", "1996-12-10", "6ZE184226B"),
    Format.MRVB: (MRVB, "L8988901C", "XXX", "1940-09-07", "1996-12-10", "6ZE18422"),
}


def broken(zone):
    return {(problem.field, problem.rule) for problem in zone.problems}


@pytest.mark.parametrize("format_", SPECIMENS)
def test_the_published_specimens_are_read_without_problems(format_):
    text, number, nationality, birth, expiry, optional = SPECIMENS[format_]
    zone = read(text, TODAY)
    assert zone.problems == ()
    assert zone.normalised == ()
    assert zone.format is format_
    assert (zone.surname, zone.given_names, zone.names_truncated) == ("ERIKSSON", "ANNA MARIA", False)
    assert (zone.document_number, zone.issuing_state, zone.nationality) == (number, "UTO", nationality)
    assert (str(zone.birth_date), str(zone.expiry_date)) == (birth, expiry)
    assert (zone.sex, zone.optional_data) == (Sex.FEMALE, optional)
    assert "\n".join(zone.lines) == text


@pytest.mark.parametrize("text", [TD1_LONG, TD2_LONG])
def test_a_document_number_that_goes_on_in_the_optional_data_is_read_whole(text):
    zone = read(text, TODAY)
    assert zone.problems == ()
    assert zone.document_number == "D23145890734"
    assert zone.optional_data == ""


@pytest.mark.parametrize("text", [TD1_LONG, TD2_LONG])
def test_a_wrong_digit_in_a_long_document_number_is_named(text):
    zone = read(text.replace("7349", "7359"), TODAY)
    assert broken(zone) == {("document_number", Rule.CHECK_DIGIT), ("composite", Rule.CHECK_DIGIT)}


def test_what_follows_a_long_document_number_is_optional_data():
    zone = read(str(write("TD1", Holder(document_number="D23145890734", optional_data="AB12"))), TODAY)
    assert (zone.document_number, zone.optional_data, zone.problems) == ("D23145890734", "AB12", ())


def test_both_optional_fields_of_a_card_are_read():
    zone = read(str(write("TD1", Holder(optional_data="ONE1", optional_data_2="TWO2"))), TODAY)
    assert (zone.optional_data, zone.optional_data_2) == ("ONE1", "TWO2")


@pytest.mark.parametrize(
    ("printed", "birth"),
    [("74<<<<", "1974"), ("7408<<", "1974-08"), ("<<<<<<", "XXXX"), ("740812", "1974-08-12")],
)
@pytest.mark.parametrize("format_", Format)
def test_a_birth_date_with_unknown_parts_is_read_as_far_as_it_is_known(format_, printed, birth):
    zone = read(str(write(format_, Holder(birth_date=printed))), TODAY)
    assert (str(zone.birth_date), zone.problems) == (birth, ())


@pytest.mark.parametrize(
    ("printed", "birth"),
    [
        ("261122", "2026-11-22"),  # born today
        ("261123", "1926-11-23"),
        ("27<<<<", "1927"),
        ("26<<<<", "2026"),
        ("2612<<", "1926-12"),
        ("2611<<", "2026-11"),
        ("000229", "2000-02-29"),
    ],
)
def test_nobody_is_born_in_the_future(printed, birth):
    zone = read(str(write("TD3", Holder(birth_date=printed, expiry_date="300101"))), TODAY)
    assert (str(zone.birth_date), zone.problems) == (birth, ())


@pytest.mark.parametrize(
    ("printed", "expiry"), [("360101", "2036-01-01"), ("760101", "2076-01-01"), ("770101", "1977-01-01")]
)
def test_an_expiry_date_lies_within_fifty_years(printed, expiry):
    zone = read(str(write("TD3", Holder(birth_date="500101", expiry_date=printed))), TODAY)
    assert str(zone.expiry_date) == expiry


def test_a_document_without_expiry_is_no_problem():
    zone = read(str(write("TD1", Holder(expiry_date="<<<<<<"))), TODAY)
    assert (zone.expiry_date, zone.problems) == (PartialDate(), ())


@pytest.mark.parametrize(
    ("printed", "birth", "rule"),
    [
        ("741332", "1974", Rule.DATE),
        ("740432", "1974-04", Rule.DATE),
        ("740431", "1974-04", Rule.DATE),
        ("740000", "1974", Rule.DATE),
        ("74<<12", "1974", Rule.DATE),
        ("<<0812", "XXXX", Rule.DATE),
        ("74O812", "1974", Rule.CHARACTER),
    ],
)
def test_an_impossible_birth_date_is_named_and_read_as_far_as_it_goes(printed, birth, rule):
    zone = read(str(write("TD3", Holder(birth_date=printed))), TODAY)
    assert str(zone.birth_date) == birth
    assert ("birth_date", rule) in broken(zone)


def test_a_document_that_expires_before_its_holder_was_born_is_named():
    zone = read(str(write("TD3", Holder(birth_date="200101", expiry_date="190101"))), TODAY)
    assert broken(zone) == {("expiry_date", Rule.ORDER)}


@pytest.mark.parametrize(
    ("marker", "sex", "problems"),
    [
        ("M", Sex.MALE, set()),
        ("F", Sex.FEMALE, set()),
        ("<", Sex.NOT_KNOWN, set()),
        ("X", Sex.NOT_APPLICABLE, {("sex", Rule.CHARACTER)}),
        ("K", Sex.NOT_KNOWN, {("sex", Rule.CHARACTER)}),
    ],
)
@pytest.mark.parametrize("format_", Format)
def test_the_sex_may_be_left_open(format_, marker, sex, problems):
    zone = read(str(write(format_, Holder(sex=marker))), TODAY)
    assert (zone.sex, broken(zone)) == (sex, problems)


@pytest.mark.parametrize(
    ("printed", "kind", "country"),
    [
        ("XXA", StateKind.STATELESS, None),
        ("XXB", StateKind.REFUGEE_1951, None),
        ("XXC", StateKind.REFUGEE_OTHER, None),
        ("XXX", StateKind.UNSPECIFIED, None),
        ("XKX", StateKind.COUNTRY, "XK"),
        ("RKS", StateKind.COUNTRY, "XK"),
        ("D", StateKind.COUNTRY, "DE"),
        ("GBD", StateKind.COUNTRY, "GB"),
    ],
)
@pytest.mark.parametrize("format_", Format)
def test_codes_outside_iso_are_understood(format_, printed, kind, country):
    zone = read(str(write(format_, Holder(issuing_state="D", nationality=printed))), TODAY)
    assert zone.nationality == printed
    assert (zone.citizenship.kind, zone.citizenship.country) == (kind, country)
    assert zone.issuer.country == "DE"
    assert zone.problems == ()


def test_a_state_code_that_no_list_has_is_named_and_kept():
    zone = read(str(write("TD3", Holder(issuing_state="QQQ", nationality=""))), TODAY)
    assert zone.issuing_state == "QQQ"
    assert broken(zone) == {("issuing_state", Rule.STATE_CODE), ("nationality", Rule.MISSING)}


@pytest.mark.parametrize("format_", Format)
def test_a_person_with_a_single_name_has_it_as_surname(format_):
    zone = read(str(write(format_, Holder(surname="AHMAD", given_names=""))), TODAY)
    assert (zone.surname, zone.given_names, zone.full_name, zone.problems) == ("AHMAD", "", "AHMAD", ())


def test_a_person_without_surname_keeps_the_given_names():
    zone = read(str(write("TD3", Holder(surname="", given_names="AHMAD SHAH"))), TODAY)
    assert (zone.surname, zone.given_names, zone.full_name) == ("", "AHMAD SHAH", "AHMAD SHAH")


def test_names_of_several_parts_keep_their_order():
    zone = read(str(write("TD3", Holder(surname="VAN DER MUELLEN", given_names="JAN PIET"))), TODAY)
    assert (zone.surname, zone.given_names) == ("VAN DER MUELLEN", "JAN PIET")


def test_names_that_fill_their_field_may_be_cut():
    long = Holder(surname="NILAVADHANANANDA", given_names="CHAYAPA DEJTHAMRONG KRASUANG")
    zone = read(str(write("TD3", long)), TODAY)
    assert zone.names_truncated
    assert (zone.surname, zone.given_names) == ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K")
    assert zone.problems == ()


def test_names_divided_twice_are_named_and_kept():
    zone = read(TD3.replace("ANNA<MARIA<", "ANNA<<MARIA"), TODAY)
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA  MARIA".replace("  ", " "))
    assert broken(zone) == {("names", Rule.SEPARATOR)}


def test_missing_names_and_numbers_are_named():
    zone = read(str(write("TD3", Holder(surname="", given_names="", document_number=""))), TODAY)
    assert broken(zone) == {("names", Rule.MISSING), ("document_number", Rule.MISSING)}


@pytest.mark.parametrize(("format_", "letter"), [("TD1", "P"), ("TD2", "7"), ("TD3", "C"), ("TD3", "<")])
def test_a_document_type_that_the_format_does_not_have_is_named(format_, letter):
    zone = read(letter + str(write(format_))[1:], TODAY)
    assert ("document_type", Rule.DOCUMENT_TYPE) in broken(zone)


def test_a_personal_number_that_is_empty_may_have_a_filler_as_check_digit():
    digit_zero = str(write("TD3"))
    assert digit_zero[-3:-1] == "<0"
    assert read(digit_zero, TODAY).problems == ()
    assert read(digit_zero[:-2] + "<" + digit_zero[-1], TODAY).problems == ()


def test_the_representation_of_a_zone_shows_nobody():
    zone = read(TD3.replace("L898902C3", "L898902O3"), TODAY)
    shown = repr(zone)
    for personal in ("ERIKSSON", "ANNA", "L898902", "1974", "ZE184226B", "2012"):
        assert personal not in shown


def test_today_is_the_default_day():
    assert read(TD3) == read(TD3, TODAY)
