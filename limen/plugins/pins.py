"""The pin of a plugin: its name, its version and the digest of its files."""

import re
from dataclasses import dataclass

_PIN = re.compile(r"(?P<name>[a-z][a-z0-9_-]*)==(?P<version>[^\s=]+)(?:\s+(?P<digest>\S+))?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class PluginPin:
    """Which plugin a node loads, exactly; written `agreements==0.1.0 sha256:<64 hexadecimal digits>`.

    `digest` may be None only where the host is told not to require it (development).
    """

    name: str
    version: str
    digest: str | None = None

    def __post_init__(self) -> None:
        if self.digest is not None and not _DIGEST.fullmatch(self.digest):
            raise ValueError(
                f"the digest of plugin {self.name!r} must be 'sha256:' and 64 hexadecimal digits, "
                f"not {self.digest!r}"
            )

    @classmethod
    def parse(cls, text: str) -> "PluginPin":
        """Read a pin as a setting writes it; ValueError says what is wrong."""
        match = _PIN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"a plugin is pinned as 'name==version sha256:...', not {text!r}")
        return cls(match["name"], match["version"], match["digest"])

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" + (f" {self.digest}" if self.digest else "")
