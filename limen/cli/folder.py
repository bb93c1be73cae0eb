"""Where a command finds its node: `--data FOLDER`, else the environment."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from limen.config import Settings, load_settings
from limen.node import CONFIG_NAME, settings_of

DataOption = Annotated[
    Path | None, typer.Option("--data", help="The node's folder; without it the environment says which node.")
]


def node_settings(data: Path | None) -> Settings:
    """Return the settings of the node that the command is about; only warnings are logged."""
    from limen import logs

    logs.configure("command", "warning", sys.stderr)
    if data is not None:
        return settings_of(data)
    if Path(CONFIG_NAME).is_file():
        return settings_of(Path())
    if (Path("data") / CONFIG_NAME).is_file():
        return settings_of(Path("data"))
    return load_settings()
