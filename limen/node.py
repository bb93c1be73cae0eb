"""A node's folder: its configuration, its keys, and the plugins that it starts with."""

import json
import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from limen.config import PREFIX, Settings, load_settings
from limen.keys import KEY_FILES, write_keys, write_secret

CONFIG_NAME = "node.toml"
BUNDLED_PLUGINS = (
    "agreements",
    "screening_training",
    "albania",
    "bosnia_and_herzegovina",
    "burundi",
    "dr_congo",
    "kazakhstan",
    "kosovo",
    "montenegro",
    "north_macedonia",
    "serbia",
    "tajikistan",
    "tanzania",
    "uzbekistan",
)


def init_node(folder: Path, **values: Any) -> Path:
    """Write a node's configuration and keys into `folder`; what exists is kept. Return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = write_keys(folder / "keys")
    path = folder / CONFIG_NAME
    if not path.exists():
        lines = [
            "# A Limen node. Every setting is explained in docs/reference.md.",
            f"# The keys stand in {keys['master_key'].parent.name}/: keep a copy of master.key apart,",
            "# for without it no personal field can be read again.",
        ]
        lines += [f"{name} = {_toml(value)}" for name, value in sorted(values.items())]
        write_secret(path, "\n".join(lines))  # an operator adds database_url and broker_url, with passwords
    return path


def settings_of(folder: Path, environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings of the node in `folder`: its file, its key files, then the environment."""
    known = dict(os.environ if environment is None else environment)
    known.setdefault(PREFIX + "CONFIG", str(folder / CONFIG_NAME))
    for setting, name in KEY_FILES.items():
        if PREFIX + setting.upper() not in known and (folder / "keys" / name).is_file():
            known.setdefault(f"{PREFIX}{setting.upper()}_FILE", str(folder / "keys" / name))
    overrides.setdefault("data", folder)
    return load_settings(known, **overrides)


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def log_file(folder: Path) -> Path:
    """Return where an embedded node writes its log, so that the terminal stays readable."""
    return folder / "node.log"


def default_plugins(*, digest: bool = True) -> tuple[str, ...]:
    """Return pins for the plugins that ship with Limen, as they are installed now.

    Without digests a demonstration goes on after an upgrade; a node in service pins the content too.
    """
    # the law and all, which a start does not need here
    from limen.plugins.installed import find_plugin, installed_plugins

    installed = installed_plugins()
    return tuple(str(find_plugin(name, installed).pin(digest=digest)) for name in BUNDLED_PLUGINS)


def demonstration_accounts() -> list[dict[str, Any]]:
    """Return the accounts of the demonstration, as the gateway defines them."""
    accounts: list[dict[str, Any]] = import_module("services.gateway.demonstration").ACCOUNTS
    return accounts
