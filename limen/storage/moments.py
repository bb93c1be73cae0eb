"""A column for moments that come back aware, in UTC, from both databases."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class UtcMoment(sa.types.TypeDecorator[datetime]):
    """An aware moment. SQLite keeps no offset, so moments are turned to UTC on the way in and out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Turn an aware moment to UTC; a moment without an offset is refused with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
