"""The pair of pluggy markers of project "limen"."""

from pluggy import HookimplMarker, HookspecMarker

PROJECT = "limen"

#: marks a hook's specification in `limen.plugins.hookspecs`
hookspec = HookspecMarker(PROJECT)

#: marks a plugin's answer to a hook; authors import it from `limen.plugins`
hookimpl = HookimplMarker(PROJECT)
