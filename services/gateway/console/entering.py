"""Signing in with a local account, and signing out."""

from typing import Any

from flask import flash, redirect, request, session
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, validators

from limen.errors import NotSignedIn
from limen.web.context import web
from limen.web.policy import SIGNED_IN
from limen.work import Actor
from services.gateway import signing_in
from services.gateway.console import officers
from services.gateway.console.blueprint import console, needs
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page
from services.gateway.console.paths import own_path


class SignInForm(Form):
    """Account, password, and the code of the second factor where there is one."""

    account = StringField(_l("Account"), [validators.InputRequired(_l("Enter your account."))])
    password = PasswordField(_l("Password"), [validators.InputRequired(_l("Enter your password."))])
    code = StringField(_l("Code of your second factor"))


@console.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Any:
    """Sign in. A refusal says the same whatever was wrong."""
    wanted = own_path(request.values.get("next", ""))
    if officers.current_officer() and request.method == "GET":
        return redirect(wanted, 303)
    form = SignInForm()
    if not form.was_sent:
        return page("sign_in", form=form, next=wanted, ended=officers.had_session())
    if not form.validate():
        return page("sign_in", 422, form=form, next=wanted)
    try:
        actor = signing_in.sign_in(
            web().runtime,
            form.account.data.strip(),
            form.password.data,
            (form.code.data or "").replace(" ", ""),
        )
    except NotSignedIn:
        form.problems = [_("The account, the password or the code is not right, or the account is locked.")]
        return page("sign_in", 401, form=form, next=wanted)
    return welcome(actor, wanted)


@console.post("/sign-out")
@needs(SIGNED_IN)
def sign_out() -> Any:
    """End the session, here and in the database."""
    start_anew()
    flash(_("You are signed out."), "success")
    return officers.forget(go("sign_in"))


def welcome(actor: Actor, wanted: str = "/") -> Any:
    """Begin an officer's session and lead to the page that was wanted."""
    start_anew()
    return officers.begin(redirect(wanted, 303), actor)


def start_anew() -> None:
    """Forget the form token of whoever was here before; keep the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
