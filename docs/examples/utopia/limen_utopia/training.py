"""What an officer of Utopia must have learned, from `training.yaml`."""

from pathlib import Path

from limen.plugins import TrainingRequirement, hookimpl, read_yaml

FILE = Path(__file__).with_name("training.yaml")


@hookimpl
def training_requirements() -> list[TrainingRequirement]:
    """Return the requirements in the file."""
    return [TrainingRequirement(**entry) for entry in read_yaml(FILE)["requirements"]]
