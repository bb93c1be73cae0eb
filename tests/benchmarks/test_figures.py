"""A figure says whether its goal is met; the JSON holds every figure. Nothing is timed here."""

import json

import pytest

from benchmarks import deadlines, figures
from benchmarks.__main__ import main
from benchmarks.figures import Figure


@pytest.mark.parametrize(
    ("reached", "more_is_better", "met"),
    [(49, True, False), (50, True, True), (50, False, True), (51, False, False)],
)
def test_a_goal_is_reached_from_below_or_from_above(reached: float, more_is_better: bool, met: bool):
    assert Figure("x", "core", reached, "ms", goal=50, more_is_better=more_is_better).meets_goal is met


def test_a_figure_without_limit_or_goal_claims_nothing():
    figure = Figure("x", "core", 1, "a second")
    assert (figure.of_limit, figure.meets_goal) == (None, None)


def test_the_json_holds_every_figure_with_its_share_of_the_limit(tmp_path):
    path = tmp_path / "new" / "figures.json"
    figures.write([Figure("x", "host", 3, "a second", 12, "y"), Figure("z", "core", 1, "s")], path, 1.0)
    found = json.loads(path.read_text())["figures"]
    assert [(each["name"], each["of_limit"]) for each in found] == [("x", 0.25), ("z", None)]


def test_one_command_prints_the_table_and_writes_the_json(tmp_path, monkeypatch, capsys):
    path = tmp_path / "figures.json"
    monkeypatch.setattr("sys.argv", ["bench", "deadlines", "--json", str(path)])
    monkeypatch.setattr(deadlines, "rate", lambda work: float(work(deadlines.DAYS[0]) is not None))
    main()
    assert "adding days only" in capsys.readouterr().out
    assert {each["reached"] for each in json.loads(path.read_text())["figures"]} == {1.0}


def test_a_part_that_does_not_exist_is_named(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "speed"])
    with pytest.raises(SystemExit):
        main()
    assert "no such part: speed; there are nodes, messaging, identity, deadlines" in capsys.readouterr().err
