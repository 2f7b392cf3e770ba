"""What a button shows of a long name."""

from locales.shortened import FITTING, told_apart

FIRST = "2026年度食品销售经营者质量安全随机抽查第一批"
SECOND = "2026年度食品销售经营者质量安全随机抽查第二批"


def test_long_names_that_begin_alike_are_told_apart_by_what_differs() -> None:
    assert told_apart([FIRST, SECOND, "加油站抽查"], "…") == ["2026年度…一批", "2026年度…二批", "加油站抽查"]


def test_a_long_name_like_no_other_keeps_its_beginning() -> None:
    assert told_apart([FIRST, "加油站抽查"], "…") == [f"{FIRST[: FITTING - 1]}…", "加油站抽查"]


def test_every_name_fits() -> None:
    names = [FIRST * 3, f"{FIRST * 3}甲", "加" * 40]
    assert all(len(one) <= FITTING for one in told_apart(names, "…"))
