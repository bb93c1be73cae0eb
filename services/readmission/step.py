"""What a step of a case is: from which states it leaves, where it leads, and what belongs to it."""

from dataclasses import dataclass
from typing import Final

from services.readmission.procedures import PROCEDURES, REQUESTED, ROLES

#: a step that leads here leaves the case in its state
SAME: Final = "same"
#: a step that leads here leads back to the state before the suspension
BEFORE_SUSPENSION: Final = "suspended_from"
#: a step that leads here leads back to the state from which the transfer was planned
BEFORE_PLANNING: Final = "before_planning"


@dataclass(frozen=True)
class Step:
    """One way for a case to move on.

    `needs` are the fields that the officer must give; `sets` are the milestones that the step records;
    `action` is what the countries' rules are asked about (`limen.plugins.actions`), and `guarded` the
    action for which safeguards are checked (`limen.law.safeguards.Action`). `of` are the procedures and
    `sides` the sides for which the step exists; `when_asked` is its title on the requested side. `basis`
    names limits and facts of the arrangement on whose articles it rests. `extends`: the limit that it
    extends, which then decides what else is needed. `clears`: the milestones that no longer hold after it.
    `runs_on`: the limits that run are not touched by it, and the timeline says so of each. `through`: the
    route with which alone it is taken, because more belongs to it than a step.
    """

    name: str
    title: str
    leaves: tuple[str, ...]
    leads_to: str
    action: str
    needs: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    guarded: str | None = None
    by_system: bool = False
    of: tuple[str, ...] = tuple(PROCEDURES)
    sides: tuple[str, ...] = ROLES
    when_asked: str = ""
    basis: tuple[str, ...] = ()
    extends: str = ""
    clears: tuple[str, ...] = ()
    runs_on: bool = False
    through: str = ""

    def title_for(self, role: str) -> str:
        """Return the step's title for one side."""
        return self.when_asked if role == REQUESTED and self.when_asked else self.title

    def exists_in(self, procedure: str, role: str) -> bool:
        """Tell whether a case of this procedure has the step on this side."""
        return procedure in self.of and role in self.sides
