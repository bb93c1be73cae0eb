"""Words for the calculator and the library: readings, procedures of a text, units, parts of a text."""

from flask_babel import lazy_gettext as _l

TABLES = {
    "reading_first_day": {
        "excluded": _l("The day of the event is not counted"),
        "included": _l("The day of the event is counted"),
    },
    "reading_on_non_working_day": {
        "stays": _l("A last day that is a day off stays"),
        "rolls_forward": _l("A last day that is a day off moves to the next working day"),
    },
    "reading_day": {
        "calendar_day": _l("Days are calendar days"),
        "working_day": _l("Days are working days"),
    },
    "reading_calendar_of": {
        "requesting": _l("The calendar of the requesting state counts"),
        "requested": _l("The calendar of the requested state counts"),
        "acting": _l("The calendar of the side that has to act counts"),
        "both": _l("The calendars of both states count"),
    },
    "law_procedure": {
        "normal": _l("Normal procedure"),
        "accelerated": _l("Accelerated procedure near the border"),
        "airport": _l("Procedure at an airport"),
        "written_notification": _l("Written notification without an application"),
    },
    "day_mark": {
        "event": _l("day of the event, not counted"),
        "counted": _l("counted"),
        "skipped": _l("not counted"),
        "due": _l("last day"),
    },
    "unit": {
        "hour": _l("hours"),
        "day": _l("days, of a kind that is not said"),
        "calendar_day": _l("calendar days"),
        "working_day": _l("working days"),
        "weekday": _l("weekdays: every day but Sundays and holidays"),
        "month": _l("months"),
        "year": _l("years"),
    },
    "level_short": {
        "full_text": _l("full text"),
        "excerpt": _l("excerpt"),
        "secondary": _l("secondary source"),
    },
    "absence": {
        "silent": _l("The text was read in full and has none"),
        "not_read": _l("Not read"),
        "not_verified": _l("Found, and not verified well enough"),
    },
    "absence_short": {
        "silent": _l("The text has no"),
        "not_read": _l("Not read:"),
        "not_verified": _l("Not verified:"),
    },
    "core_value": {
        "time_limits.submit": _l("time for the application"),
        "time_limits.reply": _l("reply"),
        "time_limits.transfer": _l("transfer"),
        "time_limits.travel_document": _l("travel document"),
        "evidence.nationality.proof": _l("list of proof"),
    },
    "law_part": {
        "frame": _l("The agreement itself"),
        "time_limits": _l("Time limits"),
        "evidence": _l("Evidence"),
        "facts": _l("Other rules"),
    },
    "runs": {
        "after": _l("after the event"),
        "before": _l("before the event"),
    },
    "silence": {
        "unstated": _l("The text does not say"),
        "consent": _l("Silence is consent"),
        "refusal": _l("Silence is refusal"),
        "none": _l("Silence has no effect"),
        "nationality_only": _l("Silence establishes nationality only"),
    },
}
