"""`python -m limen.docs [--check]`, run from the root of the tree."""

import sys
from pathlib import Path

from limen.docs import pages


def main(arguments: list[str]) -> int:
    """Write the documents, or with `--check` name those that are out of date."""
    check, stale = "--check" in arguments, []
    for name, render in pages().items():
        path, text = Path(name), render()
        if path.is_file() and path.read_text() == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    verb = "is out of date: run python -m limen.docs" if check else "written"
    for name in stale:
        sys.stdout.write(f"{name} {verb}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
