"""A node loads the plugins that it names, as they were pinned, and looks before it imports."""

from textwrap import dedent

import pytest

from limen.errors import StartRefused
from limen.plugins.errors import PluginAltered, PluginNotInstalled, PluginRefused
from limen.plugins.host import load_plugins
from limen.plugins.installed import InstalledPlugin, find_plugin, installed_plugins
from limen.plugins.pins import PluginPin

COUNTRY = dedent("""\
    from limen.plugins import CountryProfile, DatedName, hookimpl

    @hookimpl
    def country_profile():
        names = [DatedName(language="en", name="Atlantis")]
        return CountryProfile(alpha2="QX", names=names, languages=["en"], scripts=["Latn"], calendar=None)
    """)


def test_a_pinned_plugin_is_loaded_and_answers(install):
    atlantis = install("atlantis", COUNTRY)
    host = load_plugins([atlantis.pin()])
    assert host.countries["QX"].plugin == "atlantis"
    (described,) = host.describe()
    assert (described["version"], described["digest"]) == ("1.0.0", atlantis.pin().digest)
    assert described["distribution"] == atlantis.package.replace("_", "-")


def test_a_pin_written_as_text_is_a_pin(install):
    atlantis = install("atlantis", COUNTRY)
    assert "QX" in load_plugins([str(atlantis.pin())]).countries


def test_a_plugin_that_is_not_named_is_never_imported(install):
    atlantis, named = install("atlantis", COUNTRY), install("lilliput", COUNTRY.replace("QX", "QV"))
    host = load_plugins([named.pin()])
    installed_plugins()
    assert list(host.plugins) == ["lilliput"]
    assert named.was_imported
    assert not atlantis.was_imported


def test_an_altered_plugin_is_refused_before_it_is_imported(install):
    atlantis = install("atlantis", COUNTRY)
    pin = atlantis.pin()
    atlantis.write("rules.yaml", "allowance: 500")
    with pytest.raises(PluginAltered) as refused:
        load_plugins([pin])
    assert "'atlantis'" in str(refused.value)
    assert pin.digest in str(refused.value), "what was expected"
    assert atlantis.pin().digest in str(refused.value), "what was found"
    assert not atlantis.was_imported


def test_another_version_is_refused_before_it_is_imported(install):
    atlantis = install("atlantis", COUNTRY, version="1.0.1")
    with pytest.raises(PluginAltered, match=r"'atlantis': version 1\.0\.0 is pinned, 1\.0\.1 is installed"):
        load_plugins(["atlantis==1.0.0"], require_digest=False)
    assert not atlantis.was_imported


def test_nothing_is_imported_when_one_of_several_plugins_is_altered(install):
    good, altered = install("good", COUNTRY), install("altered", COUNTRY.replace("QX", "QV"))
    pins = [good.pin(), altered.pin()]
    altered.write("__init__.py", "")
    with pytest.raises(PluginAltered, match="'altered'"):
        load_plugins(pins)
    assert not good.was_imported


def test_a_pin_without_a_digest_is_refused_and_told_the_digest(install):
    atlantis = install("atlantis", COUNTRY)
    with pytest.raises(PluginRefused, match=atlantis.pin().digest):
        load_plugins(["atlantis==1.0.0"])
    assert not atlantis.was_imported


def test_in_development_a_pin_may_leave_its_digest_out(install):
    install("atlantis", COUNTRY)
    assert "QX" in load_plugins(["atlantis==1.0.0"], require_digest=False).countries


def test_in_development_a_digest_that_is_there_still_counts(install):
    atlantis = install("atlantis", COUNTRY)
    pin = atlantis.pin()
    atlantis.write("new.py", "")
    with pytest.raises(PluginAltered):
        load_plugins([pin], require_digest=False)


def test_a_plugin_that_is_not_installed_stops_the_start_and_is_told_apart_from_a_typing_error(install):
    install("atlantis", COUNTRY)
    with pytest.raises(PluginNotInstalled, match=r"'atlantsi': is not installed: did you mean 'atlantis'\?"):
        load_plugins(["atlantsi==1.0.0"], require_digest=False)
    assert issubclass(PluginNotInstalled, StartRefused)


def test_a_plugin_named_twice_stops_the_start(install):
    pin = install("atlantis", COUNTRY).pin()
    with pytest.raises(PluginRefused, match="'atlantis': is named twice"):
        load_plugins([pin, pin])


def test_a_plugin_of_two_distributions_stops_the_start(install):
    install("atlantis", COUNTRY), install("atlantis", COUNTRY)
    with pytest.raises(PluginRefused, match="'atlantis': is claimed by two distributions: limen-test-"):
        load_plugins(["atlantis==1.0.0"], require_digest=False)


@pytest.mark.parametrize(
    "source", ["raise RuntimeError('no chart')", "import sys; sys.exit('no chart')", "1 +"]
)
def test_a_plugin_that_cannot_be_imported_stops_the_start_with_its_name(install, source):
    install("atlantis", source)
    with pytest.raises(PluginRefused, match="'atlantis': cannot be imported"):
        load_plugins(["atlantis==1.0.0"], require_digest=False)


def test_an_outsider_names_a_top_level_package_so_that_nothing_unhashed_runs(install):
    atlantis = install("atlantis", COUNTRY)
    atlantis.write("inner/__init__.py", COUNTRY)
    atlantis.entry_points.write_text(f"[limen.plugins]\natlantis = {atlantis.package}.inner\n")
    with pytest.raises(PluginRefused, match="must name a top-level package"):
        load_plugins(["atlantis==1.0.0"], require_digest=False)
    assert not atlantis.was_imported


@pytest.mark.parametrize("target", ["limen_test_nowhere", "limen_test_nowhere:PLUGIN", "this"])
def test_an_entry_point_that_is_no_package_stops_the_start(install, target):
    atlantis = install("atlantis", COUNTRY)
    atlantis.entry_points.write_text(f"[limen.plugins]\natlantis = {target}\n")
    with pytest.raises(PluginRefused, match=f"'{target}' is not a package"):
        load_plugins(["atlantis==1.0.0"], require_digest=False)


def test_a_broken_plugin_that_is_not_named_stops_nothing(install):
    broken, atlantis = install("broken"), install("atlantis", COUNTRY)
    broken.entry_points.write_text("[limen.plugins]\nbroken = nowhere\n")
    assert "QX" in load_plugins([atlantis.pin()]).countries


def test_our_own_plugins_have_the_version_of_our_distribution():
    agreements = find_plugin("agreements")
    assert agreements.distribution == "limen"
    assert agreements.folder.parts[-2:] == ("plugins", "agreements")
    assert agreements.pin() == PluginPin("agreements", agreements.version, agreements.digest())


def test_a_plugin_without_files_has_no_digest():
    missing = InstalledPlugin("missing", "limen_test_missing", "limen-test-missing", "1")
    with pytest.raises(PluginRefused, match="'missing'"):
        missing.digest()
