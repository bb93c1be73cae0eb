"""The kit refuses cases that would test nothing."""

import pytest

from limen.plugins.testing import answer, host_of, load_cases


@pytest.fixture
def cases(tmp_path):
    def write(text):
        path = tmp_path / "cases.yaml"
        path.write_text(text)
        return load_cases(path)

    return write


def test_a_question_that_does_not_exist_is_named_with_its_case(cases):
    with pytest.raises(ValueError, match=r"case 'A case': cannot ask 'rule': did you mean 'rules'\?"):
        cases("cases: [{name: A case, ask: rule, expect: []}]")


@pytest.mark.parametrize("missing", ["name", "ask", "expect"])
def test_a_case_without_name_question_or_answer_is_refused(cases, missing):
    entry = {"name": "A case", "ask": "rules", "expect": "nothing"}
    del entry[missing]
    with pytest.raises(ValueError, match=f"case 1 has no '{missing}'"):
        cases(f"cases: [{entry}]")


def test_a_detail_that_a_question_needs_is_named(cases, country):
    (case,) = cases("cases: [{name: A case, ask: training, on: 2026-03-06, expect: []}]")
    with pytest.raises(ValueError, match="case 'A case': training needs 'action'"):
        answer(host_of(kenya=country("KE")), "KE", case)
