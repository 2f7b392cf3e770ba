"""Whether a document has the parts that the place orders."""

import pytest

from domain.filed_document import check

PARTS = ("工作情况", "存在不足和难点问题", "下一步工作举措")
RULES = ("抽取方法", "检查流程", "审批权限", "公示程序", "归档方式")
GAP = "（请填写"


@pytest.mark.parametrize(
    "heading",
    [
        "存在不足和难点问题",
        "二、存在不足和难点问题",
        "（二）存在的不足、难点问题",
        "第二部分　存在不足及难点问题",
        "2．存在不足和难点问题：",
        "二、工作中存在不足和难点问题。一是……",
    ],
)
def test_numbering_and_connecting_words_make_no_difference(heading: str) -> None:
    found = check(["一、工作情况", "开展检查。", heading, "三、下一步工作举措", "加强。"], PARTS, GAP)
    assert found.complete


def test_a_missing_part_is_named_and_a_mention_in_a_sentence_is_none() -> None:
    said = ["一、双随机工作情况", "针对检查中反映的存在不足和难点问题，我局已经研究。", "三、下一步工作举措"]
    assert check(said, PARTS, GAP).missing == ("存在不足和难点问题",)


def test_what_a_draft_left_to_its_author_is_counted_and_is_no_heading() -> None:
    said = ["一、工作情况", "二、存在不足和难点问题", "（请填写：下一步工作举措）"]
    found = check(said, PARTS, GAP)
    assert (found.missing, found.gaps, found.complete) == (("下一步工作举措",), 1, False)


def test_the_five_topics_of_the_rules_may_be_chapters_or_begin_articles() -> None:
    said = ["第一章 抽取方法", "第五条 检查流程。检查人员……", "（三）审批权限", "公示程序和归档方式"]
    assert check(said, RULES, GAP).missing == ()
    assert check(said[:3], RULES, GAP).missing == ("公示程序", "归档方式")
