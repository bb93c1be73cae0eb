"""What the tests ran against, said at the end of the run."""

PARTS = ("RabbitMQ", "PostgreSQL", "Chromium", "container engine")


class Summary:
    """Collects the version and kind of each server that a test used."""

    def __init__(self) -> None:
        self.used: dict[str, list[str]] = {part: [] for part in PARTS}

    def note(self, part: str, version: str, kind: str) -> None:
        """A test uses `part` in this version; `kind` says where it came from."""
        self.add(part, [f"{version} ({kind})"])

    def add(self, part: str, entries: list[str]) -> None:
        """Take over what was noted elsewhere."""
        self.used[part] += [entry for entry in entries if entry not in self.used[part]]

    def lines(self) -> list[str]:
        """One line a part, in a fixed order."""
        return [f"{part:<17} {', '.join(entries) or 'not used'}" for part, entries in self.used.items()]
