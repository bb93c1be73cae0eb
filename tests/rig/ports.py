"""Free ports for servers that must come back on the same port after a restart."""

import random
import socket

# Below Linux's range for outgoing connections (32768 and up): a port in that range can be taken by a client
# while its server is down, and a client that keeps trying may even connect to itself.
LOWEST, HIGHEST = 20_000, 32_000


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    while True:
        port = random.randint(LOWEST, HIGHEST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
