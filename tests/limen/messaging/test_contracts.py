"""Contracts: only what stands in one may be sent, and a breach is named without personal data."""

import pytest

from limen.ids import new_id
from limen.messaging.contracts import (
    SUBSCRIPTIONS,
    BrokenContract,
    UnknownEvent,
    all_contracts,
    check,
    subscribers_of,
)
from limen.messaging.envelope import FORMS, new_event
from tests.limen.messaging.kit import RAISED, event_of, safeguard


def breach(event) -> str:
    with pytest.raises(BrokenContract) as raised:
        check(event)
    return raised.value.detail


def test_an_event_that_keeps_its_contract_passes():
    event = event_of(new_id(), 1)
    assert check(event) == event.data


def test_a_type_without_a_contract_is_unknown():
    with pytest.raises(UnknownEvent, match=r"no contract for limen\.registration\.safeguard\.raised\.v9"):
        check(event_of(new_id(), 1, event_type=RAISED.replace("v1", "v9")))


def test_missing_and_wrong_fields_are_named():
    record = new_id()
    event = event_of(record, 1, data={"safeguard_id": record, "person_id": 7, "since": "2026-03-06"})
    assert breach(event) == f"{RAISED}: fields person_id, safeguard"


def test_a_field_that_we_do_not_know_is_counted_but_not_shown():
    record = new_id()
    event = event_of(record, 1, data=safeguard(record) | {"Anna Maria ERIKSSON": 1, "reason": "fear"})
    assert breach(event) == f"{RAISED}: 2 fields that the contract does not name"


def test_the_subject_must_be_the_record_that_the_data_name():
    event = event_of(new_id(), 1, data=safeguard(new_id()))
    assert breach(event) == f"{RAISED}: the subject must be the field safeguard_id"


def test_a_service_may_not_send_the_events_of_another():
    record = new_id()
    event = new_event("/nodes/ba/readmission", RAISED, record, 1, safeguard(record))
    assert breach(event) == f"{RAISED}: only registration may send it, not readmission"


@pytest.mark.parametrize("contract", all_contracts().values(), ids=lambda contract: contract.name)
def test_every_contract_has_a_legal_name_a_summary_and_its_record_s_id(contract):
    assert FORMS["type"].fullmatch(contract.name)
    assert contract.summary
    record = contract.name.split(".")[2]
    assert f"{record}_id" in contract.schema().fields


def test_every_subscription_names_records_that_somebody_tells_of():
    told = {".".join(name.split(".")[1:3]) for name in all_contracts()}
    assert {aggregate for aggregates in SUBSCRIPTIONS.values() for aggregate in aggregates} <= told


def test_subscribers_get_all_events_of_a_record():
    assert subscribers_of(RAISED) == ("readmission",)
    assert subscribers_of("limen.registration.encounter.recorded.v1") == ()
