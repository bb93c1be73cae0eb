"""An identity number is checked and masked, and a number that fails is never an error."""

import pytest
from stdnum import luhn

from limen.plugins import IdentityNumber, mask_all_but_last
from limen.plugins.identity import check_number

KIND = IdentityNumber(name="Card", issuer="Register", validate=luhn.validate, source="act")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("7894561", "•••••61"),
        ("1984-0420-3", "••••-•••0-3"),
        ("KE 123 456 7B", "•• ••• ••• 7B"),
        ("123456", "••••••"),
        ("12", "••"),
        ("", ""),
    ],
)
def test_a_number_is_masked_but_for_its_end_and_a_short_one_wholly(number, masked):
    assert mask_all_but_last(number) == masked


def test_a_right_number_is_valid_and_masked():
    check = check_number(KIND, "7894561")
    assert (check.name, check.masked, check.broken_rule, check.message) == ("Card", "•••••61", None, None)


def test_a_wrong_number_names_the_rule_and_stays_masked():
    check = check_number(KIND, "7894562")
    assert check.broken_rule == "InvalidChecksum"
    assert check.message == "The number's checksum or check digit is invalid."
    assert "7894562" not in repr(check)


@pytest.mark.parametrize(
    "mask", [lambda compact: compact, lambda compact: f"No. {compact}", lambda compact: None]
)
def test_a_mask_that_shows_the_number_is_refused(mask):
    kind = IdentityNumber(name="Card", issuer="Register", validate=luhn.validate, source="act", mask=mask)
    with pytest.raises(ValueError, match="mask shows the whole number"):
        check_number(kind, "7894561")
