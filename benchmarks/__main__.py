"""Measures, prints one table and writes it as JSON: `python -m benchmarks [--json FILE] [PART...]`.

Without a part it measures all but the large ones, which fill databases for many minutes.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    deadlines,
    dry_run,
    due,
    figures,
    footprint,
    identity,
    messaging,
    printing,
    registration,
    rules,
)
from benchmarks.figures import Figure
from benchmarks.sites import Servers, bare_route, running
from limen import logs
from tests.rig.errors import Unavailable
from tests.rig.keeper import Keeper


def measure_nodes(servers: Servers) -> Iterator[Figure]:
    """A node of each shape from outside: how soon it is there, how fast it works, how much it takes."""
    yield from footprint.measure_start(servers)
    for shape in ("embedded", "host"):
        with running(servers, shape) as (node, token), bare_route(servers, shape) as bare:
            yield from registration.measure(node, token, bare)
            yield from footprint.measure_memory(node, bare)


#: what can be measured by itself
PARTS: dict[str, Callable[[Servers], Iterable[Figure]]] = {
    "nodes": measure_nodes,
    "messaging": messaging.measure,
    "identity": lambda _servers: identity.measure(),
    "deadlines": lambda _servers: deadlines.measure(),
    "rules": lambda _servers: rules.measure(),
    "printing": lambda _servers: printing.measure(),
    "dry_run": dry_run.figures,
    "due": due.figures,
}
#: only measured when named
LARGE = frozenset({"dry_run", "due"})


def main() -> None:
    """Measure the parts named, or all."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Figures, each beside a limit.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where to write them")
    asked = parser.parse_args()
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    logs.configure("benchmarks", "warning", sys.stderr)
    begin, found = time.monotonic(), []
    with (
        Keeper() as keeper,
        TemporaryDirectory(prefix="limen-bench-") as folder,
        closing(Servers(keeper, Path(folder))) as servers,
    ):
        for part in asked.parts or (name for name in PARTS if name not in LARGE):
            print(f"measuring {part} ...", flush=True)
            try:
                found += PARTS[part](servers)
            except Unavailable as error:
                sys.exit(f"{part} cannot be measured: {error}")
    figures.show(found)
    figures.write(found, asked.json, time.monotonic() - begin)
    print(f"{len(found)} figures in {time.monotonic() - begin:.0f} s, also in {asked.json}")


if __name__ == "__main__":
    main()
