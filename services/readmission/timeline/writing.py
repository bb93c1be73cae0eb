"""Adding to the timeline of a case.

note(work, row, "limit", "moved", basis="Art. 10(5), CH-BA", limit="transfer", old="2026-09-26", new=...)
"""

import json
from typing import Any

import sqlalchemy as sa

from limen.clock import now
from limen.ids import new_id
from limen.work import Work
from services.readmission.timeline.tables import entry

WORDS = "timeline_entry.words"


def note(
    work: Work,
    row: sa.Row[Any],
    kind: str,
    what: str,
    *,
    basis: str = "",
    words: str = "",
    **facts: Any,
) -> None:
    """Add what happened to the timeline of the case `row`, in this transaction.

    `kind` groups entries (limit, milestone, decision, obstacle, document, transfer ...); `what` is a code
    that the console has words for. `basis` names article and source. `facts` are codes, dates as ISO text,
    numbers and ids: nothing personal. What was written by hand goes into `words`, sealed under the person's
    key.
    """
    keys = work.runtime.vault.fields_of_many(work.connection, [row.person_id]) if words else {}
    fields = keys.get(row.person_id)
    work.execute(
        entry.insert().values(
            entry_id=new_id(),
            case_id=row.case_id,
            kind=kind,
            what=what,
            basis=basis[:400],
            facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
            words=fields.seal(WORDS, {"words": words}) if fields else None,
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
