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
    folder = node_folder(data)
    return load_settings() if folder is None else settings_of(folder)


def node_folder(data: Path | None) -> Path | None:
    """Return the node's folder: the one named, else one that lies here; None leaves it to the environment."""
    if data is not None:
        return data
    return next((folder for folder in (Path(), Path("data")) if (folder / CONFIG_NAME).is_file()), None)
