"""What `limen doctor` must find: each mistake made for real, and named with its remedy."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from kombu import Connection

from limen import doctor
from limen.config import Settings
from limen.embedded import migrate
from limen.node import init_node, settings_of
from limen.plugins.installed import find_plugin
from limen.service import SERVICE_NAMES
from tests.rig.ports import free_port
from tests.services.kit import make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A host's settings, as far as a check reads them."""
    return replace(make_settings(tmp_path), shape="host", public_url="https://limen.example")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that anybody may enter, as pytest's own is not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def problems(findings: Iterator[doctor.Finding]) -> list[str]:
    return [finding.problem for finding in findings]


def test_a_new_node_keeps_its_file_and_its_keys_to_itself(reachable):
    init_node(reachable, country="CH")
    (reachable / "keys").chmod(0o755)
    assert problems(doctor.check_secrets(settings_of(reachable))) == []


@pytest.mark.parametrize("name", ["node.toml", "keys/master.key", "keys/session.key"])
def test_a_secret_that_others_can_read_is_named(reachable, name):
    init_node(reachable, country="CH")
    (reachable / "keys").chmod(0o755)
    (reachable / name).chmod(0o640)
    (finding,) = doctor.check_secrets(settings_of(reachable))
    assert finding == doctor.Finding(f"Others can read {reachable / name}.", f"chmod 600 {reachable / name}")


def test_a_secret_that_the_environment_names_is_checked_unless_its_folder_is_closed(
    reachable, settings, monkeypatch
):
    secret = reachable / "secrets" / "broker_url"
    secret.parent.mkdir(mode=0o700)
    secret.touch(0o444)
    monkeypatch.setenv("LIMEN_BROKER_URL_FILE", str(secret))
    assert problems(doctor.check_secrets(settings)) == []
    secret.parent.chmod(0o755)
    assert problems(doctor.check_secrets(settings)) == [f"Others can read {secret}."]


def test_an_issuer_without_tls_is_refused_in_production_alone(settings):
    given = replace(settings, oidc_issuer="http://issuer.example")
    assert any("issuer is not https" in it for it in problems(doctor.check_production(given)))
    safe = replace(settings, oidc_issuer="https://issuer.example")
    assert not any("issuer" in it for it in problems(doctor.check_production(safe)))
    assert problems(doctor.check_production(replace(given, shape="embedded"))) == []


def test_a_database_behind_its_migrations_is_named(tmp_path):
    settings = make_settings(tmp_path)
    migrate(settings, [name for name in SERVICE_NAMES if name != "training"])
    (finding,) = doctor.check_databases(settings)
    assert finding.problem.startswith("The database of training lacks ")
    assert finding.remedy == "limen db upgrade"


def test_a_plugin_whose_content_is_not_the_pinned_one_is_named(settings):
    pin = f"{find_plugin('kosovo').pin(digest=False)} sha256:{'0' * 64}"
    (problem,) = problems(doctor.check_plugins(replace(settings, plugins=(pin,))))
    assert problem.startswith("plugin 'kosovo': content sha256:000")


def test_a_broker_that_is_away_is_told_of(settings):
    url = f"amqp://limen:secret@127.0.0.1:{free_port()}/limen"
    (problem,) = problems(doctor.check_broker(replace(settings, broker_url=url)))
    assert problem.startswith("RabbitMQ does not let us in: ")
    assert "secret" not in problem


@pytest.mark.rabbitmq
def test_a_queue_with_other_arguments_is_named_until_it_is_gone(settings, broker_url):
    settings = replace(settings, broker_url=broker_url)
    with Connection(broker_url) as connection:
        channel = connection.channel()
        other = {"x-queue-type": "quorum", "x-delivery-limit": 5}
        channel.queue_declare("limen.readmission", durable=True, auto_delete=False, arguments=other)
        (problem,) = problems(doctor.check_broker(settings))
        assert "for queue 'limen.readmission'" in problem
        channel.queue_delete("limen.readmission")
    assert problems(doctor.check_broker(settings)) == []


@pytest.mark.rabbitmq
def test_a_virtual_host_that_is_not_there_is_told_of(settings, broker_url):
    (problem,) = problems(doctor.check_broker(replace(settings, broker_url=f"{broker_url}-none")))
    assert "vhost" in problem
