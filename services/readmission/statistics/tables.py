"""What statistics keep of a case, and the indexes by which they find what happened in a period."""

import sqlalchemy as sa

from services.readmission.models import case, deadline, metadata, milestone, step

#: The coarse attributes of the person, taken when the case was opened; never the birth date.
attributes = sa.Table(
    "case_attributes",
    metadata,
    sa.Column("case_id", sa.String(36), sa.ForeignKey(case.c.case_id), primary_key=True),
    sa.Column("sex", sa.String(8), nullable=False),
    sa.Column("age_group", sa.String(8), nullable=False),
    sa.Column("citizenship", sa.String(8), nullable=False, server_default="unknown"),
)

sa.Index("milestone_by_moment", milestone.c.kind, milestone.c.moment)
sa.Index("step_by_moment", step.c.step, step.c.taken_at)
sa.Index("deadline_by_passing", deadline.c.limit, deadline.c.passed_at)
