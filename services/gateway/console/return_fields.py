"""Fields and forms that several of the pages between reply and hand-over use."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, StringField, TextAreaField, validators

from services.gateway.console.forms import Form

NEEDED = validators.InputRequired(_l("This is needed."))
_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def day(label: Any, *, needed: bool = True) -> DateField:
    """Return a field for a day."""
    return DateField(label, [NEEDED if needed else validators.Optional()])


def moment(label: Any) -> DateTimeLocalField:
    """Return a field for a moment in the time zone of the page."""
    return DateTimeLocalField(label, [NEEDED], format=_MOMENTS)


def line(label: Any, most: int = 120, *, needed: bool = True) -> StringField:
    """Return a field for one line."""
    return StringField(label, [NEEDED if needed else validators.Optional(), validators.Length(max=most)])


def words(label: Any, *, least: int = 1, needed: bool = True) -> TextAreaField:
    """Return a field for text."""
    too_short = _l("Between %(min)d and %(max)d characters.")
    length = validators.Length(least, 4000, too_short)
    return TextAreaField(label, [NEEDED if needed else validators.Optional(), length])


class OnDay(Form):
    """The day on which something happened."""

    on = day(_l("Day"))


class Reasoned(Form):
    """Why something is called off."""

    reason = words(_l("Reason"))


class Nothing(Form):
    """Nothing to type: the button says it all."""
