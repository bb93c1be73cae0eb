"""How long a plugin may take."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CallLimits:
    """Seconds that a plugin has for one call.

    `call`: for one rule or one identity number, while an officer waits. `hand_over`: for a hook, which is
    asked once and may read files. `rest`: how long a plugin that took too long is left alone.
    """

    call: float = 2.0
    hand_over: float = 30.0
    rest: float = 30.0
