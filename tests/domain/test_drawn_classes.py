"""What an announcement tells of the credit-risk classes, alone and in a joint draw."""

from fractions import Fraction

from domain.coordination import coordinated
from domain.draw import Step
from domain.drawn_classes import drew_by_class
from domain.quota import Rule, Rules, plan

COUNTS = {"A": 40, "D": 10}
CLASSED = Rules(rules=(Rule(grade="A", floor=Fraction(1, 20)), Rule(grade="D", floor=Fraction(1))))
ALIKE = Rules(rules=(Rule(floor=Fraction(1, 20)),))


def _told(*steps: Step) -> dict[str, object]:
    return {"steps": [one.as_json() for one in steps]}


def test_rules_by_grade_show_in_the_steps_and_one_rule_for_all_does_not() -> None:
    assert drew_by_class(_told(*plan(CLASSED, COUNTS).steps), "1") is True
    assert drew_by_class(_told(*plan(ALIKE, COUNTS).steps), "1") is False


def test_each_task_of_a_joint_draw_is_told_apart() -> None:
    steps = [
        step
        for task, rules in (("1", CLASSED), ("2", ALIKE))
        for step in coordinated(task, plan(rules, COUNTS).steps)
    ]
    assert [drew_by_class(_told(*steps), task) for task in ("1", "2", "3")] == [True, False, None]


def test_a_platforms_draw_tells_nothing() -> None:
    assert drew_by_class({}, "1") is None
