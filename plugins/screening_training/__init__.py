"""A house rule for nodes whose country has none: who screens for needs of protection has learned how.

This is no law and says so. A country whose law asks for a certificate says it in its own plugin, and both
must then be met. A node that does not want the rule does not name the plugin.
"""

from datetime import date

from limen.plugins import TrainingRequirement, hookimpl

#: the curriculum "humanitarian border management" of the founding documents (row 0-08)
CURRICULUM = "HBM"


@hookimpl
def training_requirements() -> list[TrainingRequirement]:
    """Return the one requirement of the house."""
    return [
        TrainingRequirement(
            action="protection_screening",
            competence=CURRICULUM,
            citation="House rule of this node, not a law",
            source="Founding documents, rows 0-08 and 4-12",
            valid_from=date(2026, 1, 1),
        )
    ]
