"""What `deploy/` holds fits the code and keeps its promises: whole, closed, and without a secret."""

import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer
import yaml

from limen.cli import app
from limen.config import load_settings, setting_fields
from limen.docs import env_example
from limen.service import SERVICE_NAMES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: it for name, it in SERVICES.items() if it["image"].startswith("${LIMEN_IMAGE")}
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = {setting.name.upper() for setting in setting_fields()}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of secrets, made twice: the second time must change no password."""
    folder = tmp_path_factory.mktemp("deploy") / "secrets"
    command = [sys.executable, str(DEPLOY / "make_secrets.py"), str(folder)]
    subprocess.run(command, check=True)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run(command, check=True)
    after = {path.name: path.read_text() for path in folder.iterdir()}
    del before["rabbitmq_definitions.json"], after["rabbitmq_definitions.json"]  # salted anew
    assert after == before
    return folder


def mounted(service: dict) -> dict[str, Path]:
    """Return where a service finds its secrets, and the file of each."""
    found = {}
    for item in service.get("secrets", []):
        named = item if isinstance(item, dict) else {"source": item, "target": item}
        found[f"/run/secrets/{named['target']}"] = Path(COMPOSE["secrets"][named["source"]]["file"])
    return found


def is_command(words: list[str]) -> bool:
    """Whether `limen` has such a command, with arguments that it takes."""
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="limen")
    while words and hasattr(command, "get_command"):
        command = command.get_command(context, words[0])
        words = words[1:]
    return command is not None and len(words) <= len([p for p in command.params if p.name == "service"])


# compose.yaml


def test_every_service_has_a_web_and_a_worker():
    for name in SERVICE_NAMES:
        assert SERVICES[name]["command"] == ["limen", "serve", name]
        assert SERVICES[f"{name}-worker"]["command"] == ["limen", "work", name]
    roles = {it["command"][1] for it in OURS.values()}
    assert roles == {"serve", "work", "db", "doctor"}


def test_only_the_gateway_is_reached_from_outside():
    assert [name for name, it in SERVICES.items() if it.get("ports")] == ["gateway"]
    assert [name for name, it in SERVICES.items() if "outside" in it["networks"]] == ["gateway"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert ":-127.0.0.1:" in SERVICES["gateway"]["ports"][0]


def test_what_is_ours_can_change_nothing_but_its_scratch_folder():
    for name, it in OURS.items():
        assert it["read_only"], name
        assert not it.get("cap_add"), name
        assert it.get("user") is None, name  # the image's own, which is not root


def test_no_container_gains_privileges_or_keeps_more_capabilities_than_it_needs():
    for name, it in SERVICES.items():
        assert it["cap_drop"] == ["ALL"], name
        assert it["security_opt"] == ["no-new-privileges:true"], name
        assert it["pids_limit"] <= 1000, name
        assert it["logging"]["options"]["max-size"], name


def test_every_container_has_a_limit_of_memory_and_says_whether_it_is_started_again():
    for name, it in SERVICES.items():
        assert re.fullmatch(r"\d+[mg]", it["mem_limit"]), name
        assert it["restart"] == (
            "no" if name in ("databases", "migrate", "administrator") else "unless-stopped"
        )


def test_no_container_is_told_a_secret_by_its_environment():
    for name, it in SERVICES.items():
        for variable in it.get("environment", {}):
            assert not re.search(r"(PASSWORD|KEY|KEYS|SECRET|URL)$", variable), f"{name}: {variable}"


def test_every_setting_that_names_a_file_finds_it():
    for name, it in OURS.items():
        for variable, place in it["environment"].items():
            if variable.endswith("_FILE") and variable != "LIMEN_PLUGINS_FILE":
                assert place in mounted(it), f"{name}: {variable}"


def test_only_the_gateway_holds_the_keys_that_sign():
    for name, it in SERVICES.items():
        signing = {"/run/secrets/token_key", "/run/secrets/session_key"} & set(mounted(it))
        assert bool(signing) == (name == "gateway"), name


def test_each_service_holds_the_address_of_its_own_database_and_of_no_other():
    for name in SERVICE_NAMES:
        for each in (name, f"{name}-worker"):
            files = [file.name for file in mounted(SERVICES[each]).values() if "database" in file.name]
            assert files == [f"database_url_{name}"]


def test_every_secret_of_compose_is_made_and_every_made_one_is_used(secrets):
    named = {Path(it["file"]).name for it in COMPOSE["secrets"].values()}
    assert named == {path.name for path in secrets.iterdir()} - {"broker_password"}


def test_all_images_but_ours_can_be_named_by_the_environment():
    images = {it["image"] for it in SERVICES.values()}
    assert images == {
        "${LIMEN_IMAGE:-limen:local}",
        "${LIMEN_POSTGRES_IMAGE:-postgres:17}",
        "${LIMEN_RABBITMQ_IMAGE:-rabbitmq:4}",
    }


# Secrets


def test_nobody_but_their_owner_reaches_the_secrets(secrets):
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    # A container gets single files, and runs its server under a user of its own.
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()} == {0o444}


def test_no_two_passwords_are_the_same(secrets):
    words = [path.read_text() for path in secrets.iterdir() if "password" in path.name]
    assert len(set(words)) == len(words) == len(SERVICE_NAMES) + 3
    assert min(map(len, words)) > 40


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_a_service_starts_with_the_secrets_that_it_is_given(secrets, service):
    given = {
        f"LIMEN_{variable}": str(secrets / mounted(SERVICES[service])[place].name)
        for variable, place in (
            ("MASTER_KEY_FILE", "/run/secrets/master_key"),
            ("TOKEN_PUBLIC_KEYS_FILE", "/run/secrets/token_public_keys"),
            ("DATABASE_URL_FILE", "/run/secrets/database_url"),
        )
    }
    settings = load_settings(given)
    url = urlsplit(settings.database_url_of(service))
    assert (url.username, url.path) == (f"limen_{service}", f"/limen_{service}")


def test_the_administrator_acts_as_each_service_in_its_database(secrets):
    text = (secrets / "database_url").read_text().strip()
    url = urlsplit(text.replace("{service}", "training"))
    assert (url.username, url.path) == ("limen", "/limen_training")
    assert url.query == "options=-crole%3Dlimen_training"


def test_a_role_and_a_database_are_made_for_every_service():
    (names,) = re.findall(r"^for service in (.*); do$", (DEPLOY / "databases.sh").read_text(), re.MULTILINE)
    assert sorted(names.split()) == sorted(SERVICE_NAMES)


def test_git_ignores_what_belongs_to_one_node():
    ignored = [f"deploy/{name}" for name in ("secrets/master.key", "node.env", "plugins.pins", ".env")]
    command = ["git", "check-ignore", *ignored]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.split() == ignored


# The image


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert users == ["10001:10001"]


def test_the_image_names_no_host_and_pins_what_it_installs():
    text = (DEPLOY / "Dockerfile").read_text()
    assert not re.findall(r"https?://(?!127\.0\.0\.1)", text)
    for line in re.findall(r".*\bpip\b.*install.*", text):
        assert "--require-hashes" in line or "--no-index" in line, line


def test_the_build_sees_no_secret_and_no_history():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    seen = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert not seen & {"deploy", ".git", "data", "tests"}
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    for path in {word.partition("/")[0] for line in copied for word in line.split()} - {"."}:
        assert path in seen


# Settings and units


def test_the_example_of_an_environment_is_up_to_date():
    assert (DEPLOY / "env.example").read_text() == env_example.render()


def test_the_example_of_an_environment_sets_nothing_and_shows_every_setting():
    lines = (DEPLOY / "env.example").read_text().splitlines()
    assert all(not line or line.startswith("#") for line in lines)
    shown = {match[1] for line in lines if (match := re.match(r"#LIMEN_(\w+?)(_FILE)?=", line))}
    assert shown == SETTINGS


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_there_is(unit):
    (command,) = re.findall(r"^ExecStart=.*?/opt/limen/bin/limen ([\w %]+)", unit.read_text(), re.MULTILINE)
    assert is_command(command.strip().replace("%i", "training").split())


def test_a_command_that_there_is_not_would_be_noticed():
    assert is_command(["db", "upgrade"])
    assert not is_command(["db", "downgrade"])
    assert not is_command(["serf", "training"])


@pytest.mark.parametrize("path", [*UNITS, *(DEPLOY / "systemd").glob("*/*.conf")], ids=lambda path: path.name)
def test_a_unit_sets_settings_that_there_are(path):
    text = path.read_text()
    named = set(re.findall(r"\bLIMEN_(\w+?)(?:_FILE)?=", text))
    assert named <= SETTINGS
    # A credential that a setting names is handed over by the same file.
    assert set(re.findall(r"=%d/(\w+)", text)) == set(
        re.findall(r"^LoadCredential=(\w+):", text, re.MULTILINE)
    )


def test_the_target_starts_web_and_worker_of_every_service():
    wanted = re.findall(r"limen-(web|work)@(\w+)\.service", (DEPLOY / "systemd" / "limen.target").read_text())
    assert sorted(wanted) == sorted((role, name) for role in ("web", "work") for name in SERVICE_NAMES)


def test_the_gateway_finds_each_service_at_the_port_that_its_unit_gives_it():
    folder = DEPLOY / "systemd"
    gateway = (folder / "limen-web@gateway.service.d" / "gateway.conf").read_text()
    found = dict(re.findall(r"(\w+)=http://127\.0\.0\.1:(\d+)", gateway))
    for name in set(SERVICE_NAMES) - {"gateway"}:
        text = (folder / f"limen-web@{name}.service.d" / "port.conf").read_text()
        assert f"LIMEN_PORT={found[name]}" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path):
    folder = tmp_path / "units"
    shutil.copytree(DEPLOY / "systemd", folder)
    for unit in folder.glob("*.service"):
        unit.write_text(unit.read_text().replace("/opt/limen/bin/limen", sys.executable))
    units = [folder / name for name in ("limen-migrate.service", "limen.target")]
    units += [folder / f"limen-{role}@{name}.service" for role in ("web", "work") for name in SERVICE_NAMES]
    command = ["systemd-analyze", "verify", *map(str, units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_proxy_shows_neither_health_nor_metrics():
    text = (DEPLOY / "nginx.conf").read_text()
    assert re.search(r"location /health/ \{ return 404; \}", text)
    assert re.search(r"location = /metrics \{ return 404; \}", text)
