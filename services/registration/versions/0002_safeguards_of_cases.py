"""Safeguards that readmission recorded or ended: until when, on which basis, by which facts they ended."""

import sqlalchemy as sa
from alembic import op

revision = "registration_0002"
down_revision = "registration_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("safeguard") as table:
        table.alter_column("kind", existing_type=sa.String(40), type_=sa.String(60), existing_nullable=False)
        table.add_column(sa.Column("until", sa.String(10)))
        table.add_column(sa.Column("basis", sa.String(400), nullable=False, server_default=""))
        table.add_column(sa.Column("ended_facts", sa.String(400), nullable=False, server_default=""))
        table.add_column(sa.Column("ended_basis", sa.String(400), nullable=False, server_default=""))
