"""Words for what services refuse, by the code of the problem."""

from flask_babel import lazy_gettext as _l

_AWAY = _l("A part of the node does not answer just now. Nothing was saved; try again.")

TABLES = {
    "problem": {
        "not-signed-in": _l("Sign in first."),
        "not-allowed": _l(
            "Your role or your post does not allow this. If your work needs it, ask an administrator."
        ),
        "not-found": _l("There is no such record, or you may not know of it. Look for it in the list again."),
        "no-such-address": _l("There is no such page. Check the address, or begin at the first page."),
        "method-not-allowed": _l("There is no such page."),
        "conflict": _l(
            "The record is in a state that does not allow this. Open it again to see how it stands."
        ),
        "illegal-step": _l("This step cannot be taken now."),
        "safeguard-present": _l("A safeguard protects this person. The step was not taken."),
        "version-stale": _l("Somebody changed this since you read it. Nothing of yours was saved yet."),
        "version-required": _l("Open the page again: it was not known which state you had read."),
        "invalid": _l("Something that you entered breaks a rule."),
        "no-arrangement-in-force": _l(
            "No readmission arrangement is in force for these states and this category."
        ),
        "idempotency-key-reused": _l(
            "This form was sent before with other content, and that was recorded. Look there first; "
            "then open a new form."
        ),
        "possible-duplicate": _l("Likely the same person is registered already."),
        "erased": _l("The data of this person were erased."),
        "too-many-requests": _l("Too many attempts. Wait a minute, then try again."),
        "body-too-large": _l(
            "What you sent is too large. Nothing was saved. Send a smaller file, or less at once."
        ),
        "form-expired": _l(
            "This form was open for too long, or in another session. Nothing was saved. "
            "Open the page again and enter it anew."
        ),
        "unavailable": _AWAY,
        "service-unreachable": _AWAY,
        "database-unavailable": _AWAY,
        "internal-error": _l(
            "Something went wrong inside Limen. Nothing was saved. Try again, then tell an administrator."
        ),
    },
}
