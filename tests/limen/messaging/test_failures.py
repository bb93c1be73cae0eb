"""What is said of an error holds no personal data."""

import pytest

from limen.errors import IllegalStep
from limen.messaging.failures import describe


def caught(action) -> BaseException:
    with pytest.raises(Exception) as raised:  # noqa: PT011  whatever it is, it is to be described
        action()
    return raised.value


def test_a_foreign_error_is_named_with_its_place_but_without_its_message():
    said = describe(caught(lambda: {}["Anna Maria ERIKSSON"]))
    assert said.startswith("KeyError in <lambda>, limen/messaging/test_failures.py:")
    assert "ERIKSSON" not in said


def test_an_error_out_of_a_library_is_placed_in_our_code():
    import sqlalchemy as sa

    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        said = describe(caught(lambda: connection.execute(sa.text("SELECT 'ERIKSSON' FROM nowhere"))))
    engine.dispose()
    assert said.startswith("OperationalError in <lambda>, limen/messaging/test_failures.py:")
    assert "ERIKSSON" not in said


def test_our_own_error_keeps_its_text():
    assert describe(IllegalStep("the case is closed")) == "IllegalStep: the case is closed"


def test_an_error_that_was_never_raised_has_no_place():
    assert describe(ValueError("ERIKSSON")) == "ValueError"
