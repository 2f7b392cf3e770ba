# ruff: noqa: E501 - a page
"""docs/access.md from the table in ``domain/roles.py`` and the buttons in ``handlers/entrances.py``."""

from collections import defaultdict
from pathlib import Path

from domain.roles import ACTS, OFFICE_CHATS, PRIVATE, Reach, Role, Rule
from handlers.entrances import ENTRANCES

PAGE = Path(__file__).parents[1] / "docs" / "access.md"
ROLES = {
    Role.OFFICE: "办公室",
    Role.INSPECTOR: "检查人员",
    Role.LIAISON: "联络员",
    Role.DEPUTY: "副联络员",
    Role.APPROVER: "审批人员",
    Role.AUDITOR: "监督员",
}
REACH = {Reach.ANYBODY: "全部", Reach.UNIT: "本单位", Reach.OWN: "本人", None: "–"}
HEAD = """# 谁可以做什么 · Who may do what

由 `python -m scripts.access` 按 `domain/roles.py` 生成，请勿手改。没有写明“可以”的，一律不可以；每次办理时当场核对，与群主、管理员身份无关。

- **全部**：不限哪个单位；**本单位**：只限本人所在单位的事项；**本人**：只限派给本人或者由本人填写的事项。
- **另一人**：须由提出者以外的第二人决定，提出者本人按下无效。
- 陌生账号、已解除绑定的账号、已离岗人员、匿名管理员、以频道身份发言者、频道自动转发和转发的文字，均不能办理任何事项。
- 每一格由 `tests/guards/test_roles.py` 和 `tests/attack/` 逐一检验。

Generated from the table. *全部* anybody's, *本单位* the own unit's, *本人* one's own, – never; *另一人*: not whoever asked.
"""


def _places(rule: Rule) -> str:
    if rule.places == PRIVATE:
        return "单独会话"
    return "单独会话、工作群" if rule.places == OFFICE_CHATS else "群"


def _row(act: str, rule: Rule, buttons: list[str]) -> str:
    cells = [REACH[rule.reach.get(role)] for role in ROLES]
    second = "另一人" if rule.second else ""
    pressed = " ".join(f"{verb}:" for verb in sorted(buttons))
    return f"| {act} | {' | '.join(cells)} | {_places(rule)} | {second} | {pressed} |"


def page() -> str:
    """The whole page."""
    buttons = defaultdict(list)
    for verb, act in ENTRANCES.items():
        buttons[act].append(verb)
    cells = len(ACTS) * (len(Role) + 1) * 3 * 3
    table = [
        f"\n{len(ACTS)} 项事项，连同地点和归属共 {cells} 格。\n",
        f"| 事项 | {' | '.join(ROLES.values())} | 地点 | 第二人 | 按钮 |",
        "|---" * (len(ROLES) + 4) + "|",
    ]
    rows = [_row(act, rule, buttons[act]) for act, rule in ACTS.items()]
    return HEAD + "\n".join([*table, *rows]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
