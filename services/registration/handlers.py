"""What registration does when other services tell something."""

from collections.abc import Mapping

from limen.service import Handler
from services.registration import of_cases
from services.registration.qualifications import certificate_issued, certificate_revoked

HANDLERS: Mapping[str, Handler] = {
    "limen.training.certificate.issued.v1": certificate_issued,
    "limen.training.certificate.revoked.v1": certificate_revoked,
    "limen.readmission.safeguard.raised.v1": of_cases.raised,
    "limen.readmission.safeguard.ended.v1": of_cases.ended,
}
