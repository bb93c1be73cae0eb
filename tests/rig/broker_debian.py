"""RabbitMQ from Debian's package, started by the rig, which may stop it, kill it and start it again."""

import os
import secrets
import shutil
import signal
import struct
import subprocess
from pathlib import Path

from tests.rig.broker import Broker, answers
from tests.rig.debian import DebianServer
from tests.rig.errors import Unavailable
from tests.rig.keeper import Keeper
from tests.rig.ports import free_port
from tests.rig.process import OwnedProcess
from tests.rig.waiting import wait_until

# The programs themselves: the wrappers of the same names on PATH insist on root and start a shell between.
BINARIES = Path("/usr/lib/rabbitmq/bin")


class DebianBroker(DebianServer, Broker):
    """A RabbitMQ node that shares nothing with another: ports, cookie, data, logs and epmd are its own.

    With `management_port` the management plugin is enabled; without, a graceful stop is 5 s faster.
    """

    name = "rabbitmq"
    system_user = "rabbitmq"
    # Erlang answers SIGTERM with an orderly stop of every application, as `rabbitmqctl stop` does.
    stop_signal = signal.SIGTERM

    def __init__(self, keeper: Keeper, management_port: int | None = None) -> None:
        self._epmd_program = shutil.which("epmd")
        if not self._epmd_program or not (BINARIES / "rabbitmq-server").exists():
            raise Unavailable("Debian's package rabbitmq-server is not installed")
        DebianServer.__init__(self, keeper)
        Broker.__init__(self)
        self._node = f"limen-{secrets.token_hex(4)}@localhost"
        self._epmd_port, self._distribution_port = free_port(), free_port()
        password, port = secrets.token_hex(8), free_port()
        self.url = f"amqp://limen:{password}@127.0.0.1:{port}/%2F"
        self._write_configuration(port, password, management_port)
        self._epmd: OwnedProcess | None = None

    def _write_configuration(self, port: int, password: str, management_port: int | None) -> None:
        configuration = self.folder / "rabbitmq.conf"
        lines = [
            f"listeners.tcp.default = 127.0.0.1:{port}",
            "default_user = limen",
            f"default_pass = {password}",
        ]
        if management_port:
            lines += ["management.tcp.ip = 127.0.0.1", f"management.tcp.port = {management_port}"]
        configuration.write_text("\n".join(lines) + "\n")
        plugins = self.folder / "enabled_plugins"
        plugins.write_text("[rabbitmq_management].\n" if management_port else "[].\n")
        self._own(self.folder, configuration, plugins)

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_NODENAME": self._node,
            # The start script then becomes the node, instead of a parent that passes signals on.
            "RUNNING_UNDER_SYSTEMD": "true",
            # Listen to other nodes on this machine only, and do not spin while idle.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} "
            "+sbwt none +sbwtdcpu none +sbwtdio none",
        }

    def _command(self) -> list[str]:
        return [str(BINARIES / "rabbitmq-server")]

    def start(self, deadline: float = 60.0) -> None:
        """Start with the data and the ports of last time, and wait until a client is served."""
        if self._epmd is None:
            # Ours and in the foreground; else the node would start a daemon that outlives it.
            self._epmd = OwnedProcess(
                [self._epmd_program, "-port", str(self._epmd_port), "-address", "127.0.0.1"],
                keeper=self._keeper,
                log=self.folder / "epmd.log",
                env=super()._environment(),
                user=self._user,
            )
        super().start(deadline)

    def answers(self) -> bool:
        """Whether a client gets a connection."""
        return answers(self.url)

    def kill(self) -> None:
        """SIGKILL, once the queues declared last are registered on disk, which takes a second.

        A quorum queue that RabbitMQ 3.10 registers within that second is broken for good by a kill: after
        the restart it never has a leader, and a consumer hangs for 65 s (rabbitmq-server issue 10070).
        """
        wait_until(self._queues_are_registered, "the queues are registered on disk", 15)
        super().kill()

    def _queues_are_registered(self) -> bool:
        """The third word of a DETS file is 1 when everything was written."""
        tables = self.folder.glob("data/*/quorum/*/names.dets")
        return all(struct.unpack(">4I", table.read_bytes()[:16])[2] == 1 for table in tables)

    def rabbitmqctl(self, *arguments: str) -> str:
        """Run RabbitMQ's own tool on this node and return its output."""
        result = subprocess.run(
            [str(BINARIES / "rabbitmqctl"), "--quiet", *arguments],
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return result.stdout

    def _import_definitions(self, text: str) -> None:
        # By a file: the tool of 4.0 waits for ever at the end of its input.
        file = self.folder / "definitions.json"
        file.write_text(text)
        self.rabbitmqctl("import_definitions", str(file))

    def close(self) -> None:
        """End the node and its epmd, and delete the data."""
        super().close()
        if self._epmd is not None:
            self._epmd.kill()
