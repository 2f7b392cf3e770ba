"""How many objects of a task's library are drawn: its own rule, else the place's, never below the floor."""

from collections.abc import Mapping
from fractions import Fraction

from domain.errors import DomainError
from domain.quota import Quota, Rule, Rules, drawn_by, least, plan
from domain.quota_rules import floors_of_profile, rules_from, rules_of_profile
from models import Task
from services.items.item_terms import class_of
from services.work import Work


async def floors(look: Work, task: Task) -> tuple[Rule, ...]:
    """The least that the place asks of the task's class of items; empty where it says nothing."""
    ratios = look.profile.ratio_rules
    return floors_of_profile(ratios, await class_of(look, task.item_codes, look.today)) if ratios else ()


async def quota_of(look: Work, task: Task, rules: Rules, counts: Mapping[str, int]) -> Quota:
    """The task's number of the year. Raises ``quota.below_floor`` where the place asks for more."""
    quota = plan(rules, counts)
    count, needed = drawn_by(quota, counts), least(await floors(look, task), counts)
    if count < needed and not any(rule.prevails == "cap" for rule in rules.rules):
        clause = "；".join(one.clause for one in look.profile.ratio_rules)
        told = {"size": sum(counts.values()), "count": count, "needed": needed, "clause": clause}
        raise DomainError("quota.below_floor", task=task.name, **told)
    return quota


async def rules_of(look: Work, task: Task) -> Rules:
    """The task's own rule, else those of the place for its items (花溪 §24, 湛江 二（五）)."""
    target = look.profile.target("key_share")
    share: Fraction | None = target.at_least if target else None
    if task.quota:
        rules = rules_from(task.quota)
        return rules if rules.key_share or len(rules.rules) > 1 else Rules(rules=rules.rules, key_share=share)
    own = rules_of_profile(look.profile.ratio_rules, await class_of(look, task.item_codes, look.today))
    if not own:
        raise DomainError("draw.no_quota", task=task.name)
    return Rules(rules=own)
