"""Utopia, the example, is installed beside the node as a stranger would, and answers through the host."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
UTOPIA = ROOT / "docs" / "examples" / "utopia"

ASK = """
import json, sys
from datetime import date
from limen.plugins.evaluate import evaluate
from limen.plugins.host import load_plugins
from limen.plugins.installed import find_plugin

host = load_plugins([find_plugin("utopia").pin()])
utopia = host.countries["QU"]
day = date(2026, 3, 6)
told = {"requested_state": "QU", "category": "stateless"}
print(json.dumps({
    "profile": [utopia.profile.name("la", day).name, utopia.profile.document_codes[0]],
    "working_day": host.calendar("QU").is_working(date(2026, 6, 24)),
    "identity_numbers": utopia.check_number("Citizen number", "1984-0420-3").masked,
    "arrangements": [[entry.plugin, entry.arrangement.id] for entry in host.arrangements()],
    "legal_rules": [str(found.kind) for found in evaluate(host, ["QU"], "readmission.submit", told, day)],
    "safeguards": [item.code for item in utopia.safeguards()],
    "person_fields": [[item.name, item.sensitivity] for item in utopia.person_fields()],
    "training_requirements": [
        item.competence for item in utopia.training_required("protection_screening", day)
    ],
    "document_texts": [utopia.document_texts("la")["handover.title"], utopia.document_texts("fr")],
    "failures": host.health()["utopia"].failures,
}))
"""

NAME_NOTHING = """
import sys
from limen.plugins.host import load_plugins
from limen.plugins.installed import installed_plugins

print("utopia" in [plugin.name for plugin in installed_plugins()])
print(list(load_plugins([]).plugins), "limen_utopia" in sys.modules)
"""

LOAD = """
import sys
from limen.plugins.errors import PluginAltered
from limen.plugins.host import load_plugins
try:
    load_plugins([sys.argv[1]])
except PluginAltered as error:
    print(error, "limen_utopia" in sys.modules)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder into which pip installed Utopia."""
    target = tmp_path_factory.mktemp("installed")
    options = [
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", *options, "--target", str(target), str(UTOPIA)]
    done = subprocess.run(pip, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return target


def python(*arguments: str, path: Path, cwd: Path = ROOT) -> str:
    """Run Python with the folder on its path, and return what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-W", "error", *arguments]
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_country_answers_every_hook_through_the_host(installed):
    answers = json.loads(python("-c", ASK, path=installed).splitlines()[-1])
    assert answers == {
        "profile": ["Utopia Insula", "UTO"],
        "working_day": False,
        "identity_numbers": "••••-••20-3",
        "arrangements": [["utopia", "QU-QV"]],
        "legal_rules": ["requires_evidence"],
        "safeguards": ["qu.rest-period"],
        "person_fields": [["home_city", "personal"], ["citizen_number", "identifier"]],
        "training_requirements": ["protection-screening"],
        "document_texts": ["Acta traditionis", {}],
        "failures": 0,
    }


def test_an_installed_country_that_is_not_named_is_never_imported(installed):
    assert python("-c", NAME_NOTHING, path=installed).split("\n")[:2] == ["True", "[] False"]


def test_an_altered_file_of_an_installed_country_is_refused_before_import(installed, tmp_path):
    pin = "from limen.plugins.installed import find_plugin; print(find_plugin('utopia').pin())"
    pinned = python("-c", pin, path=installed).strip()
    altered = shutil.copytree(installed, tmp_path / "altered")
    file = altered / "limen_utopia" / "parameters.yaml"
    file.write_text(file.read_text().replace("value: 400", "value: 900"))
    printed = python("-c", LOAD, pinned, path=altered)
    assert f"plugin 'utopia': content {pinned.split()[1]} is pinned" in printed
    assert printed.strip().endswith("False")


def test_every_file_of_the_country_is_in_what_pip_installs(installed):
    def files(folder: Path) -> set[str]:
        found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(folder).as_posix() for path in found}

    assert files(installed / "limen_utopia") == files(UTOPIA / "limen_utopia")


def test_the_countrys_own_cases_pass_where_it_is_installed(installed):
    """A case file is read by the kit; one test of the country's own suite asks every case."""
    cases = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(UTOPIA), "-c", os.devnull]
    printed = python(*cases, str(UTOPIA / "tests"), path=installed)
    assert " passed" in printed
    assert int(printed.split(" passed")[0].split()[-1]) >= 25
