"""Machine-readable zones as they come, badly typed, badly scanned, cut off: nothing raises, all is named."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.registration.mrz import Format, Rule, read
from services.registration.mrz.check_digits import check_digit
from tests.services.registration.mrz_writer import Holder, write
from tests.services.registration.test_mrz import SPECIMENS, TD1, TD2, TD3, broken

TODAY = date(2026, 11, 22)
SPECIMEN_TEXTS = [text for text, *_ in SPECIMENS.values()]


@pytest.mark.parametrize("text", SPECIMEN_TEXTS)
@pytest.mark.parametrize(
    "damage",
    [
        str.lower,
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", "\r\n\r\n") + "\r\n",
        lambda text: "  " + " ".join(text) + "\t",
        lambda text: text.replace("<", "‹"),
        lambda text: text.replace("<<", "«"),
        lambda text: text.replace("<", "&lt;"),
        lambda text: text.replace("A", "А").replace("E", "Е"),  # Cyrillic
        lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text),  # full width
        lambda text: "\ufeff" + text + "\u200b",
        lambda text: text[:17] + "\n" + text[17:].replace("\n", ""),
    ],
)
def test_a_zone_as_people_and_scanners_give_it_is_read_and_the_changes_are_told(text, damage):
    damaged = damage(text)
    zone, clean = read(damaged, TODAY), read(text, TODAY)
    assert zone.problems == ()
    assert zone.lines == clean.lines
    assert zone.document_number == clean.document_number
    without_breaks = text.replace("\n", "")
    assert bool(zone.normalised) == ("".join(damaged.split("\n")).replace("\r", "") != without_breaks)


@pytest.mark.parametrize("text", SPECIMEN_TEXTS)
def test_lines_around_the_zone_are_left_out(text):
    zone = read("Republic of Utopia / Passport no. 5\n" + text + "\nsignature:", TODAY)
    assert zone.lines == tuple(text.split("\n"))
    assert broken(zone) == {("zone", Rule.SHAPE)}


def test_a_character_that_cannot_be_is_named_by_its_place():
    zone = read(TD3.replace("ANNA<MARIA", "ANNA*MARIA"), TODAY)
    assert zone.given_names == "ANNA MARIA"
    (problem,) = zone.problems
    assert (problem.field, problem.rule) == ("zone", Rule.CHARACTER)
    assert problem.message.startswith("Line 1, position 20 ")


@pytest.mark.parametrize("text", [TD3, TD2])
def test_fillers_missing_at_the_end_of_the_names_are_filled_up(text):
    first, second = text.split("\n")
    zone = read(first.rstrip("<") + "\n" + second, TODAY)
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert broken(zone) == {("zone", Rule.LENGTH)}


@pytest.mark.parametrize("text", [TD3, TD2])
@pytest.mark.parametrize("lost", [1, 5])
def test_fillers_missing_after_the_names_do_not_shift_the_second_line(text, lost):
    first, second = text.split("\n")
    zone = read(first[:-lost] + second, TODAY)
    assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert broken(zone) == {("zone", Rule.LENGTH)}


@pytest.mark.parametrize("surplus", [-3, -1, 1, 4])
@pytest.mark.parametrize("format_", Format)
def test_miscounted_fillers_in_the_data_are_put_right_and_named(format_, surplus):
    text = str(write(format_))
    data = 0 if format_ == "TD1" else 1
    lines = text.split("\n")
    lines[data] = lines[data] + "<" * surplus if surplus > 0 else lines[data]
    if surplus < 0:
        run = "<" * -surplus
        head, _, tail = lines[data].rpartition(run)
        lines[data] = head + tail
    zone = read("\n".join(lines), TODAY)
    assert ("zone", Rule.LENGTH) in broken(zone)
    assert (zone.format, zone.document_number, str(zone.birth_date)) == (format_, "L898902C3", "1974-08-12")


@pytest.mark.parametrize("missing", [0, 1])
def test_one_line_of_a_passport_is_read_as_far_as_it_goes(missing):
    lines = TD3.split("\n")
    del lines[missing]
    zone = read(lines[0], TODAY)
    assert zone.format is Format.TD3
    assert ("zone", Rule.SHAPE) in broken(zone)
    if missing == 0:
        assert (zone.document_number, str(zone.birth_date)) == ("L898902C3", "1974-08-12")
    else:
        assert (zone.surname, zone.given_names) == ("ERIKSSON", "ANNA MARIA")


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_two_lines_of_a_card_are_read_as_far_as_they_go(missing):
    lines = TD1.split("\n")
    del lines[missing]
    zone = read("\n".join(lines), TODAY)
    assert zone.format is Format.TD1
    assert f"Line {missing + 1} is missing." in {problem.message for problem in zone.problems}


@pytest.mark.parametrize("text", ["", "\n", "hello", "P<UTO", "?" * 10])
def test_what_is_no_zone_gives_a_result_that_says_so(text):
    zone = read(text, TODAY)
    assert zone.format is None
    assert broken(zone) == {("zone", Rule.SHAPE)}
    assert zone.document_number == ""


def test_a_bad_check_digit_is_named():
    zone = read(TD3.replace("L898902C36", "L898902C35"), TODAY)
    assert broken(zone) == {("document_number", Rule.CHECK_DIGIT), ("composite", Rule.CHECK_DIGIT)}
    assert "The check digit of the document number is 5" in zone.problems[0].message


def test_a_missing_check_digit_is_named():
    zone = read(TD3.replace("7408122F", "740812<F"), TODAY)
    assert ("birth_date", Rule.CHECK_DIGIT) in broken(zone)
    assert "is missing" in zone.problems[0].message


@pytest.mark.parametrize(
    ("before", "after", "field", "suggestions"),
    [
        ("L898902C36", "L8989O2C36", "document_number", ("L898902C3",)),
        ("L898902C36", "L898902C3G", "document_number", ()),
        ("7408122F", "74O8I22F", "birth_date", ("740812",)),
        ("7408122F", "740812ZF", "birth_date", ("740812",)),  # the digit itself: the date stands
        ("1204159", "I2O4159", "expiry_date", ("120415",)),
        ("ZE184226B<<<<<1", "ZE184Z26B<<<<<1", "optional_data", ("ZE184226B",)),
        ("36UTO74", "36UT074", "nationality", ("UTO",)),
        ("ERIKSSON", "ER1KSSON", "names", ("ERIKSSON ANNA MARIA",)),
        ("L898902C36", "L898902C35", "document_number", ()),
    ],
)
def test_a_look_alike_is_suggested_and_never_applied(before, after, field, suggestions):
    zone = read(TD3.replace(before, after), TODAY)
    found = [problem for problem in zone.problems if problem.field == field]
    assert found
    assert any(set(suggestions) <= set(problem.suggestions) for problem in found)
    assert suggestions or not any(problem.suggestions for problem in found)
    assert after.replace("\n", "") in "".join(zone.lines)


@pytest.mark.parametrize(
    ("printed", "suggestions"), [("O23X46779", ("023X46779",)), ("O23O46779", ("023O46779", "O23046779"))]
)
def test_every_reading_that_would_pass_is_suggested(printed, suggestions):
    # an O at places 1 and 4 has the same weight: which of them is a zero, no digit can tell
    digit = check_digit(printed.replace("O", "0", 1))
    text = str(write("MRV-A", Holder(document_number=printed)))
    zone = read(text.replace(printed + check_digit(printed), printed + digit), TODAY)
    assert [problem.suggestions for problem in zone.problems] == [suggestions]


# --- properties -------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
@example("<" * 88)
@example("\n" * 5)
@example("ß" * 90)
@example("9" * 5000)
@example("P<\x00\ud800")
def test_no_text_whatever_raises(text):
    assert read(text, TODAY).problems


@given(st.sampled_from(SPECIMEN_TEXTS), st.data())
def test_no_damage_raises(text, data):
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 4))
        text = text[:place] + data.draw(st.text("AO01Z9<«\n -é", max_size=4)) + text[place + cut :]
    zone = read(text, TODAY)
    assert all(problem.message.endswith(".") for problem in zone.problems)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", max_size=60))
def test_the_check_digit_is_the_sum_by_the_standard(text):
    from tests.services.registration.mrz_writer import check_digit as by_the_book

    assert check_digit(text) == by_the_book(text)
