"""docs/timelines.zh-CN.md: every time limit of the five documents beside its place in the profile."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.calendar import DAY, Notice, WorkingCalendar
from domain.deadlines import Due, due_dates, year_plan
from domain.profile import FilingRule, Profile
from locales.texts import Texts, day, texts
from services.profiles import load
from services.workdays import packaged

DOCS = Path(__file__).parents[1] / "docs"
DATA, PAGE = DOCS / "timelines.toml", DOCS / "timelines.zh-CN.md"
YEARS = (2024, 2026, 2027)
UNPUBLISHED = YEARS[-1]
SUPPOSED_OFF = (date(2027, 5, 1), date(2027, 5, 5))
"""The days off that the page supposes a notice to bring, to show what it moves."""
DEADLINE = "deadlines."


@dataclass(frozen=True)
class Limit:
    """One time limit as a document gives it; ``by`` names rules of the profile, see docs/timelines.toml."""

    at: str
    says: str
    by: tuple[str, ...] = ()
    note: str = ""

    @property
    def deadlines(self) -> tuple[str, ...]:
        """The keys of the profile's dated duties."""
        return tuple(one.removeprefix(DEADLINE) for one in self.by if one.startswith(DEADLINE))


def limits() -> dict[str, tuple[Limit, ...]]:
    """Every limit that was read, by profile, in the order of its document."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return {
        place: tuple(Limit(**row | {"by": tuple(row.get("by", ()))}) for row in rows)
        for place, rows in data.items()
        if isinstance(rows, list)
    }


def page() -> str:
    """The page in Chinese."""
    data, words = tomllib.loads(DATA.read_text("utf-8")), texts("zh_CN")
    parts = [
        [f"# {data['title']}", data["intro"].rstrip()],
        *(_place(words, load(place), rows) for place, rows in limits().items()),
        [_unpublished(words, data["unpublished"])],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _place(words: Texts, profile: Profile, rows: Iterable[Limit]) -> list[str]:
    head = ("原文位置", "原文期限", "落实", *(f"{year}年" for year in YEARS), "说明")
    body = [_cells(words, profile, row) for row in rows]
    return [f"## {profile.place.name}", "", f"《{profile.source.title}》", "", *_table(head, body)]


def _cells(words: Texts, profile: Profile, row: Limit) -> tuple[str, ...]:
    rules = {rule.key: rule for rule in profile.report_deadlines}
    dated = [rules[key] for key in row.deadlines]
    others = [f"`{name}`" for name in row.by if not name.startswith(DEADLINE)]
    stands = "<br>".join([*(_rule(words, rule) for rule in dated), *others]) or "不进日历"
    days = ("<br>".join(_day(profile, rule, year) for rule in dated) for year in YEARS)
    return (row.at, row.says, stands, *days, row.note)


def _rule(words: Texts, rule: FilingRule) -> str:
    who = words.say(f"deadlines.told.{'office' if rule.owed_by == 'office' else 'liaison'}")
    return f"`{rule.key}`（提醒{who}）"


def _day(profile: Profile, rule: FilingRule, year: int) -> str:
    due = next((one for one in due_dates(profile, year, packaged()) if one.key == rule.key), None)
    return _said(due) if due else "无"


def _said(due: Due) -> str:
    opens = f"{day(due.opens_on)}起，" if due.opens_on else ""
    practice = f"（{day(due.remind_on)}）" if due.remind_on != due.due_on else ""
    return f"{opens}{day(due.due_on)}{practice}{'　暂定' if due.provisional else ''}"


def _unpublished(words: Texts, said: str) -> str:
    first, last = SUPPOSED_OFF
    head = ("地方", "期限", "节点", "无通知时（暂定）", "通知施行后")
    example = f"举例：假如通知定{day(first)}至{day(last)}放假，不调休，改动的节点如下，其余不变。"
    return "\n".join([said, example, "", *_table(head, _moved(words))])


def _moved(words: Texts) -> Iterator[tuple[str, ...]]:
    first, last = SUPPOSED_OFF
    off = frozenset(first + n * DAY for n in range((last - first).days + 1))
    supposed = Notice(UNPUBLISHED, off, frozenset(), "")
    noticed = WorkingCalendar({**packaged().notices, UNPUBLISHED: supposed})
    for place in limits():
        profile = load(place)
        after = {(due.key, one.name): one.date for due, one in year_plan(profile, UNPUBLISHED, noticed)}
        for due, one in year_plan(profile, UNPUBLISHED, packaged()):
            if first.month - 1 <= one.date.month <= first.month and after[due.key, one.name] != one.date:
                name = due.title or words.say(f"deadlines.kind.{due.kind}")
                stage = words.say(f"deadlines.stage.{one.name}")
                yield profile.place.name, name, stage, day(one.date), day(after[due.key, one.name])


def _table(head: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = tuple(head)
    for cells in (columns, ("---",) * len(columns), *body):
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
