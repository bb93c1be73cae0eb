"""The contract kit: what a plugin must keep, so that a node can rely on it without having read it.

from limen.plugins.contract import examine, find_subject

results = examine(find_subject("limen-utopia"))     # a plugin's name, or the folder of a distribution
"""

from collections.abc import Mapping

from limen.errors import LimenError
from limen.plugins.contract import answers, code, data
from limen.plugins.contract.results import Check, Result, Verdict
from limen.plugins.contract.subject import Subject, find_subject

__all__ = ["CHECKS", "Result", "Subject", "Verdict", "examine", "find_subject"]

#: what is checked, in this order; the docstring of each check is its description
CHECKS: Mapping[str, Check] = {
    "package": code.package,
    "imports": code.imports,
    "data files": data.files,
    "hooks": code.hooks,
    "sources": data.sources,
    "dates": data.dates,
    "calendar": data.calendar,
    "languages": data.languages,
    "catalogues": data.catalogues,
    "cases": answers.cases,
    "near misses": answers.near_misses,
    "speed": answers.speed,
}


def examine(subject: Subject) -> list[Result]:
    """Run every check. A check without a finding passed; one that cannot run failed."""
    results = []
    for name, check in CHECKS.items():
        try:
            found = [Result(name, verdict, says) for verdict, says in check(subject)]
        except (LimenError, ValueError, SyntaxError) as error:
            found = [Result(name, Verdict.FAILED, str(error))]
        passed = (check.__doc__ or "").strip().splitlines()[0]
        results += found or [Result(name, Verdict.PASSED, passed)]
    return results
