"""The same person is found again, relatives are not taken for one another, and gaps count against nobody."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.codes import Sex
from limen.partial_dates import PartialDate
from services.registration.matching import Likeable, blocking_keys, compare, rank

RUSLAN = Likeable(
    names=("Ruslan Ahmadov",),
    birth=PartialDate(1990, 5, 12),
    sex=Sex.MALE,
    nationalities=("TJ",),
    document_numbers=(("TJ", "A1234567"),),
    reference="ruslan",
)


def kinds(query, candidate):
    return {reason.field: reason.kind for reason in compare(query, candidate).reasons}


def found(query, candidate):
    """Both steps of a search: a common key, then a score above the threshold."""
    return bool(blocking_keys(query) & blocking_keys(candidate)) and bool(rank(query, [candidate]))


@pytest.mark.parametrize(
    "name",
    [
        "Ruslan Ahmadov",
        "АХМАДОВ Руслан",
        "რუსლან ახმადოვი",
        "Ռուսլան Ահմադով",
        "روسلان احمدوف",
        "AHMADOV<<RUSLAN",
        "Rouslan Akhmadoff",
    ],
)
@pytest.mark.parametrize("birth", ["1990-05-12", "1990-05", "1990", "1990-12-05", "1990-01-01"])
def test_the_same_person_is_found_in_every_script_and_with_every_known_part_of_the_birth_date(name, birth):
    other = Likeable(names=(name,), birth=PartialDate.parse(birth), sex=Sex.MALE, nationalities=("TJ",))
    assert found(RUSLAN, other)
    assert found(other, RUSLAN)


def test_the_same_person_without_a_birth_date_is_found_by_a_rare_name_and_nationality():
    assert found(RUSLAN, Likeable(names=("Руслан Ахмадов",), nationalities=("TJ",)))


@pytest.mark.parametrize("birth", ["1993-11-03", "1987-02-28", "2001", "1996-07"])
def test_siblings_with_other_birth_dates_are_not_offered(birth):
    brother = replace(
        RUSLAN,
        names=("Farhod Ahmadov",),
        birth=PartialDate.parse(birth),
        document_numbers=(("TJ", "B7654321"),),
    )
    assert compare(RUSLAN, brother).score < 0.1
    assert rank(RUSLAN, [brother]) == ()


def test_siblings_with_the_same_patronymic_are_not_offered():
    ruslan = replace(RUSLAN, names=("Ahmadov Ruslan Karimovich",), document_numbers=())
    brother = replace(ruslan, names=("Ahmadov Farhod Karimovich",), birth=PartialDate(1993, 11, 3))
    assert rank(ruslan, [brother]) == ()


def test_a_twin_is_offered_with_the_difference_named():
    """Nobody can tell a twin from an alias by these data: the officer sees why."""
    assert kinds(RUSLAN, replace(RUSLAN, names=("Farhod Ahmadov",), document_numbers=()))["name"] == "partly"


def test_the_same_document_in_other_hands_is_offered_with_the_differences_named():
    other = replace(RUSLAN, names=("Levan Tsereteli",), birth=PartialDate(1971, 2, 3))
    assert kinds(RUSLAN, other) == {
        "document_number": "same",
        "name": "differs",
        "birth": "differs",
        "sex": "same",
        "nationality": "same",
    }
    assert found(RUSLAN, other)


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((("TJ", "A1234567"),), "same"),
        ((("", "a 123-4567"),), "same"),
        ((("TJ", "AI2345G7"),), "similar"),
        ((("TJ", "A12E4567"),), "similar"),
        ((("TJ", "A1324567"),), "similar"),
        ((("UZ", "A1234567"),), "similar"),
        ((("UZ", "X1"), ("TJ", "A1234567")), "same"),
        ((("TJ", "B9999999"),), None),
        ((("TJ", "--"),), None),
    ],
)
def test_document_numbers_are_compared_as_typed_by_people(numbers, kind):
    assert kinds(RUSLAN, replace(RUSLAN, document_numbers=numbers)).get("document_number") == kind


@pytest.mark.parametrize("number", ["A1234S67", "A12345G7"])
def test_look_alike_characters_share_a_blocking_key(number):
    one = Likeable(document_numbers=(("TJ", "A1234567"),))
    other = Likeable(document_numbers=(("TJ", number),))
    shared = blocking_keys(one) & blocking_keys(other)
    assert bool(shared) == (number == "A1234S67")  # G for 6 is no look-alike that we fold


@pytest.mark.parametrize(
    ("birth", "kind"),
    [
        ("1990-05-12", "same"),
        ("1990-12-05", "swapped"),
        ("1990-05-21", "similar"),
        ("1990-06-12", "similar"),
        ("1991-05-12", "similar"),
        ("1990-05", "partly"),
        ("1990", "partly"),
        ("1990-01-01", "partly"),
        ("1991-01-01", "similar"),
        ("1992", "similar"),
        ("1993", "differs"),
        ("1990-08", "differs"),
        ("1991-06-12", "differs"),
        ("XXXX", None),
    ],
)
def test_birth_dates_agree_as_far_as_they_are_known(birth, kind):
    other = replace(RUSLAN, birth=PartialDate.parse(birth))
    assert kinds(RUSLAN, other).get("birth") == kind
    assert kinds(other, RUSLAN).get("birth") == kind


def test_first_of_january_twice_proves_a_year_and_no_day():
    one = replace(RUSLAN, birth=PartialDate(1990, 1, 1))
    assert kinds(one, one)["birth"] == "partly"
    assert not any(key.startswith(("day:", "date:")) for key in blocking_keys(one))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ruslan Ahmadov", "same"),
        ("Руслан Аҳмадов", "same"),
        ("Ahmadov Ruslan", "swapped"),
        ("Rouslan Akhmadov", "same"),
        ("روسلان احمدوف", "sounds_same"),
        ("Ruslan Ahmedov", "sounds_same"),
        ("Rusland Ahmadov", "similar"),
        ("Ruslan Karimovich Ahmadov", "same"),
        ("Ruslan", "same"),
        ("Ruslan Tsereteli", "partly"),
        ("Levan Tsereteli", "differs"),
    ],
)
def test_names_are_compared_in_words_that_an_officer_knows(name, kind):
    assert kinds(RUSLAN, replace(RUSLAN, names=(name,)))["name"] == kind


def test_the_best_of_all_aliases_counts():
    other = replace(RUSLAN, names=("Levan Tsereteli", "Ахмадов Руслан"))
    (reason,) = [reason for reason in compare(RUSLAN, other).reasons if reason.field == "name"]
    assert reason.text == "Same name parts in another order: Ruslan Ahmadov / Ахмадов Руслан"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ali Reza Karimi", "Alireza Karimi"),
        ("Karimi Gul Ahmad", "Gulahmad Karimi"),
        ("Nur Muhammad Rahimi", "Нурмуҳаммад Рахими"),
    ],
)
def test_names_written_together_or_apart_are_the_same(one, two):
    a, b = Likeable(names=(one,), nationalities=("AF",)), Likeable(names=(two,), nationalities=("AF",))
    assert kinds(a, b)["name"] in ("same", "sounds_same", "swapped")
    assert blocking_keys(a) & blocking_keys(b)


@pytest.mark.parametrize("years_off", [-2, -1, 0, 1, 2])
def test_a_person_with_a_single_name_and_an_estimated_year_is_found(years_off):
    one = Likeable(names=("Gulbadin",), birth=PartialDate(1984), sex=Sex.MALE, nationalities=("AF",))
    other = Likeable(
        names=("گلبدین",), birth=PartialDate(1984 + years_off), sex=Sex.MALE, nationalities=("AF",)
    )
    assert blocking_keys(one) & blocking_keys(other)
    assert compare(one, other).weight > compare(one, replace(other, birth=PartialDate(1984 + 9))).weight


def test_a_single_name_without_a_year_has_a_key():
    one, other = Likeable(names=("Gulbadin",)), Likeable(names=("Гулбадин",), birth=None)
    assert blocking_keys(one) == blocking_keys(other) != set()


def test_a_person_without_name_and_document_has_no_key():
    assert blocking_keys(Likeable(birth=PartialDate(1990, 5, 12))) == set()


def test_blocking_keys_do_not_depend_on_the_order_of_names():
    swapped = replace(RUSLAN, names=("Ahmadov Ruslan",))
    assert blocking_keys(swapped) == blocking_keys(RUSLAN)


MISSING = {"names": (), "birth": None, "sex": Sex.NOT_KNOWN, "nationalities": (), "document_numbers": ()}


@pytest.mark.parametrize("absent", MISSING)
def test_a_missing_value_counts_neither_for_nor_against(absent):
    full, gap = compare(RUSLAN, RUSLAN), compare(RUSLAN, replace(RUSLAN, **{absent: MISSING[absent]}))
    kept = {reason.field for reason in gap.reasons}
    assert len(gap.reasons) == len(full.reasons) - 1
    assert gap.weight == pytest.approx(
        full.weight - sum(reason.weight for reason in full.reasons if reason.field not in kept)
    )


def test_a_sex_that_is_neither_is_not_held_against_anybody():
    assert "sex" not in kinds(RUSLAN, replace(RUSLAN, sex=Sex.NOT_APPLICABLE))
    assert kinds(RUSLAN, replace(RUSLAN, sex=Sex.FEMALE))["sex"] == "differs"


def test_one_shared_nationality_of_several_is_shared():
    assert kinds(RUSLAN, replace(RUSLAN, nationalities=("AF", "TJ")))["nationality"] == "same"
    assert kinds(RUSLAN, replace(RUSLAN, nationalities=("AF", "IR")))["nationality"] == "differs"


def test_the_likeliest_come_first_and_no_more_than_asked():
    nearer = replace(RUSLAN, names=("Руслан Ахмадов",), reference="near")
    further = replace(RUSLAN, birth=PartialDate(1990), document_numbers=(), reference="further")
    other = replace(RUSLAN, names=("Levan Tsereteli",), birth=None, document_numbers=(), reference="other")
    ranked = rank(RUSLAN, [other, further, nearer])
    assert [one.candidate.reference for one in ranked] == ["near", "further"]
    assert [one.candidate.reference for one in rank(RUSLAN, [further, nearer], limit=1)] == ["near"]
    assert len(rank(RUSLAN, [other, further, nearer], threshold=0.0)) == 3


def test_no_representation_shows_anybody():
    shown = repr(RUSLAN) + repr(compare(RUSLAN, RUSLAN)) + repr(rank(RUSLAN, [RUSLAN]))
    for personal in ("Ruslan", "Ahmadov", "1990", "A1234567", "TJ", "MALE"):
        assert personal not in shown


names = st.lists(
    st.sampled_from(
        ["Ruslan Ahmadov", "Ахмадов", "احمد خان", "", "გიორგი", "X", "Abdul", "Ali Reza Karimi", "--"]
    ),
    max_size=3,
).map(tuple)
births = st.sampled_from(
    [None, *map(PartialDate.parse, ("1990-05-12", "1990-12-05", "1990", "1990-05", "XXXX"))]
)
people = st.builds(
    Likeable,
    names=names,
    birth=births,
    sex=st.sampled_from(Sex),
    nationalities=st.lists(st.sampled_from(["TJ", "AF"]), max_size=2).map(tuple),
    document_numbers=st.lists(
        st.tuples(st.sampled_from(["", "TJ"]), st.sampled_from(["A1234567", "A1234568", ""])), max_size=2
    ).map(tuple),
)


@given(people, people)
def test_a_comparison_is_symmetric_and_a_probability(one, two):
    there, back = compare(one, two), compare(two, one)
    assert there.weight == pytest.approx(back.weight)
    assert 0.0 <= there.score <= 1.0
    assert [(reason.field, reason.kind) for reason in there.reasons] == [
        (reason.field, reason.kind) for reason in back.reasons
    ]


@given(people)
def test_nobody_is_more_like_another_than_like_oneself(person):
    for name in (field.name for field in fields(Likeable) if field.name in MISSING):
        assert (
            compare(person, person).weight
            >= compare(person, replace(person, **{name: MISSING[name]})).weight - 1e-9
        )
