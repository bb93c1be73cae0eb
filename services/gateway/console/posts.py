"""Border posts: where officers serve. A node has none until an administrator adds one."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, validators

from limen.web.context import web
from services.gateway.console.asking import Refused, read_all, send
from services.gateway.console.blueprint import console, needs
from services.gateway.console.countries import CountryField, country_choices
from services.gateway.console.forms import Form
from services.gateway.console.pages import go, page, status_of
from services.gateway.console.words import choices


class PostForm(Form):
    """A border post."""

    code = StringField(_l("Code"), [validators.InputRequired(_l("Enter the code of the post."))])
    name = StringField(_l("Name"), [validators.InputRequired(_l("Enter the name of the post."))])
    kind = SelectField(_l("What crosses here"))
    neighbour = CountryField(_l("State on the other side"), [validators.Optional()])
    valid_from = DateField(_l("In use from"), [validators.InputRequired(_l("Enter the first day."))])


@console.route("/posts", methods=["GET", "POST"])
@needs("registration.post.manage")
def posts() -> Any:
    """List the posts, and add one."""
    form = PostForm()
    form.kind.choices = choices("post")
    form.neighbour.choices = country_choices(_("None"))
    if not form.was_sent or not form.validate():
        return _show(form, 422 if form.was_sent else 200)
    body = {
        "code": form.code.data.strip(),
        "name": form.name.data.strip(),
        "kind": form.kind.data,
        "neighbour": form.neighbour.data or None,
        "country": web().runtime.settings.country,
        "valid_from": form.valid_from.data.isoformat(),
    }
    try:
        send("registration", "/posts", body, key=form.key)
    except Refused as refused:
        form.take(refused)
        return _show(form, status_of(refused))
    flash(_("The post is added."), "success")
    return go("posts")


def _show(form: PostForm, status: int) -> Any:
    return page("posts", status, form=form, posts=read_all("registration", "/posts"))
