"""The one blueprint to which every file here adds its routes."""

from limen.web.blueprint import Blueprint

blp = Blueprint(
    "registration",
    "/api/v1/registration",
    description="Persons, encounters at border posts, safeguards and protection screenings",
)
