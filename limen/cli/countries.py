"""`limen countries`."""

from typing import Annotated

import typer
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.cli.tables import table


def countries(
    pins: Annotated[
        bool, typer.Option("--pins", help="Print the pins of what is installed, for `plugins`.")
    ] = False,
    data: DataOption = None,
) -> None:
    """List the plugins that the node loads, and which are installed."""
    from limen.plugins.errors import PluginRefused
    from limen.plugins.host import plugins_of
    from limen.plugins.installed import installed_plugins

    console = Console()
    if pins:
        for plugin in installed_plugins():
            try:
                line = str(plugin.pin())
            except PluginRefused as refusal:
                line = f"# {refusal}"
            console.print(line, soft_wrap=True, highlight=False)
        return
    settings = node_settings(data)
    host = plugins_of(settings)
    caption = "`limen plugin list` says how they fare, `limen plugin show NAME` what one covers."
    shown = table(
        "plugin", "version", "country", "content", title=f"Plugins of {settings.node}", caption=caption
    )
    for item in host.describe():
        shown.add_row(item["name"], item["version"], item["country"] or "-", item["digest"][:19])
    console.print(shown)
    others = sorted({plugin.name for plugin in installed_plugins()} - set(host.plugins))
    if others:
        console.print(f"Installed and not loaded: {', '.join(others)}")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(countries)
