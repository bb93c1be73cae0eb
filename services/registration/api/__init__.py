"""Registration over HTTP: `/api/v1/registration`, one file a resource."""

from services.registration.api import encounters, persons, posts, safeguards, screenings
from services.registration.api.blueprint import blp

__all__ = ["blp", "encounters", "persons", "posts", "safeguards", "screenings"]
