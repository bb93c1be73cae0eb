"""What is shipped: complete, declared, and free of anything that belongs to one machine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import EntryPoint, packages_distributions
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("limen", "services", "plugins")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LONGEST_FILE = 400
# In pieces, or this file would find itself.
OF_ONE_MACHINE = ["/work" + "/main", "/work" + "/shared", "/ro" + "ot/", "tmp/li" + "men/"]
OF_AN_INDEX = ["pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "index" + "-url"]


def git_files(*options: str) -> list[Path]:
    """Files of the tree as git sees them, those only that are there."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def files_to_ship() -> list[Path]:
    """Tracked files, and those about to be."""
    return git_files("--cached", "--others", "--exclude-standard")


def folders(top: str) -> set[str]:
    return {path.parent.name for path in ROOT.joinpath(top).glob("*/__init__.py")}


@pytest.mark.parametrize("top", ["services", "plugins"])
def test_every_folder_is_an_entry_point_and_the_reverse(top):
    declared = PROJECT["entry-points"][f"limen.{top}"]
    assert set(declared) == folders(top)
    for name, target in declared.items():
        assert re.fullmatch(rf"{top}\.{name}(\.\w+)*(:\w+)?", target), f"{name} points at {target}"


@pytest.mark.parametrize("group", ["limen.services", "limen.plugins"])
def test_every_entry_point_leads_somewhere(group):
    for name, target in PROJECT["entry-points"][group].items():
        assert EntryPoint(name, target, group).load() is not None


@pytest.mark.parametrize("package", PACKAGES)
def test_our_package_names_belong_to_no_other_distribution(package):
    assert set(packages_distributions().get(package, [])) <= {"limen"}


def test_the_wheel_holds_every_file_of_the_packages(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (wheel,) = tmp_path.glob("limen-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    folders_of_assets = ("services/gateway/static/vendor", "limen/printing/fonts")
    assets = [path for folder in folders_of_assets for path in ROOT.glob(f"{folder}/**/*") if path.is_file()]
    shipped = {path.relative_to(ROOT) for path in [*files_to_ship(), *assets]}
    wanted = {str(path) for path in shipped if path.parts[0] in PACKAGES}
    assert any(name.endswith(".py") for name in wanted)
    assert not wanted - held


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for path in ROOT.glob("requirements/*.txt"):
        text = path.read_text()
        assert "//" not in text, path.name
        assert not re.search(r"^-", text, re.MULTILINE), path.name
        requirements = re.sub(r"\\\n", "", text)
        for line in re.findall(r"^[^#\s].*$", requirements, re.MULTILINE):
            assert re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), (
                f"{path.name}: {line[:80]}"
            )


def test_no_lock_file_that_records_addresses_is_tracked():
    assert not [path for path in git_files() if path.name == "uv.lock"]


def test_no_file_is_longer_than_a_reader_can_bear():
    sources = [path for path in files_to_ship() if path.suffix == ".py"]
    lengths = {path: len(path.read_text().splitlines()) for path in sources}
    too_long = [f"{path.relative_to(ROOT)}: {n}" for path, n in lengths.items() if n > LONGEST_FILE]
    assert not too_long, f"longer than {LONGEST_FILE} lines: {too_long}"


def hosts_of_configured_indexes() -> set[str]:
    """Hosts from which pip installs on this machine, whatever they are."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    settings = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    hosts = {urlsplit(address).hostname for address in re.findall(r"https?://[^\s']+", settings)}
    return {host for host in hosts if host} - {"localhost", "127.0.0.1"}


def test_no_file_names_a_path_of_one_machine_or_a_package_index():
    names = [*OF_ONE_MACHINE, *OF_AN_INDEX, *hosts_of_configured_indexes()]
    pattern = re.compile("|".join(map(re.escape, names)).encode())
    found = [
        f"{path.relative_to(ROOT)}: {match.group().decode()}"
        for path in files_to_ship()
        if (match := pattern.search(path.read_bytes()))
    ]
    assert not found, "\n".join(found)
