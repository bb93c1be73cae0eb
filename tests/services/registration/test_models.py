"""The migrations make the tables that the models describe, and claims cannot be moved between rows."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from limen.runtime import Runtime
from limen.storage import tables
from limen.storage.vault import Unreadable
from limen.work import unit_of_work
from services.registration import models, persons
from services.registration.claims import Kind, Proof, Statement
from services.registration.search_keys import keys_of
from tests.services.registration.conftest import BORDER_OFFICER


def test_the_migrations_make_the_tables_of_the_models(runtime: Runtime) -> None:
    with runtime.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        metadata = sa.MetaData()
        for table in (*models.metadata.tables.values(), *tables.metadata.tables.values()):
            table.to_metadata(metadata)
        differences = compare_metadata(context, metadata)

    assert [str(item) for item in differences if "alembic_version" not in str(item)] == []


def test_a_claim_cannot_be_given_another_proof_level_in_the_database(runtime: Runtime) -> None:
    statements = [Statement(Kind.SEX, {"sex": 1}, Proof.DECLARED)]
    with unit_of_work(runtime, BORDER_OFFICER) as work:
        person = persons.register(work, statements, keys_of(work, statements))
    with runtime.database.write() as connection:
        connection.execute(models.claim.update().values(proof=Proof.DOCUMENT_VERIFIED.value))

    with unit_of_work(runtime, BORDER_OFFICER) as work, pytest.raises(Unreadable):
        persons.load(work, person.id)
