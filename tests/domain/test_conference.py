"""The joint conference's rules: lists of members as documents print them, ranks, meetings a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conference import KINDS, RANKS, count, is_general, may_approve, may_call, members_of
from domain.errors import DomainError
from domain.profile import Meetings

WORDS = {"总召集人": "chief", "召集人": "convener", "副召集人": "deputy", "成员": "member"}
UNITS = ("区市场监督管理局", "区市场监督管理局执法大队", "区应急管理局")
LISTED = """
总召集人：赵某　区委常委、副区长
召 集 人：钱某某　区政府党组成员、副区长
副召集人：孙  某　区市场监督管理局党组书记、局长
周某　区政府研究室主任科员
成　　员：吴　某　区市场监督管理局执法大队大队长
郑某 区应急管理局党组成员，监察大队大队长
"""


def test_a_list_is_read_as_a_document_prints_it() -> None:
    found = members_of(LISTED, WORDS, UNITS)
    assert [(one.rank, one.name, one.unit) for one in found] == [
        ("chief", "赵某", ""),
        ("convener", "钱某某", ""),
        ("deputy", "孙某", "区市场监督管理局"),
        ("deputy", "周某", ""),
        ("member", "吴某", "区市场监督管理局执法大队"),
        ("member", "郑某", "区应急管理局"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("赵某　副区长", "conference.line"),
        ("总召集人：赵某", "conference.line"),
        ("主席：赵某　副区长", "conference.line"),
        ("成员：赵某　副区长", "conference.no_chief"),
        ("", "conference.no_chief"),
        ("总召集人：赵某　副区长\n赵 某　副区长", "conference.twice"),
    ],
)
def test_a_list_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        members_of(text, WORDS, UNITS)
    assert refused.value.code == code


def test_a_deputy_calls_what_is_temporary_and_approves_what_is_general() -> None:
    assert {kind: [rank for rank in RANKS if may_call(kind, rank)] for kind in KINDS} == {
        "plenary": ["chief", "convener"],
        "temporary": ["chief", "convener", "deputy"],
    }
    assert [rank for rank in RANKS if may_approve(rank)] == ["chief", "convener", "deputy"]
    assert [rank for rank in RANKS if is_general(rank)] == ["deputy"]


@given(st.integers(0, 9), st.integers(0, 4), st.integers(0, 4))
def test_a_year_lacks_meetings_or_is_full_by_the_places_rule(held: int, least: int, more: int) -> None:
    found = count(held, Meetings(min=least, max=least + more, clause=""))
    assert held + found.lacking >= least
    assert found.full == (held >= least + more)


def test_a_place_without_a_rule_lacks_nothing() -> None:
    assert (count(0, None).lacking, count(9, None).full) == (0, False)
