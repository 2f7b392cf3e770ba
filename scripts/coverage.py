"""docs/coverage.md from docs/coverage.toml: every requirement of the five documents and where it stands."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
DATA, PAGE = DOCS / "coverage.toml", DOCS / "coverage.md"


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What the program does. ``where``: dotted names, ``tests``: node ids in ``tests/``; blank = not yet."""

    key: str
    name: str
    where: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One requirement. ``values``: keys of the place's profile; ``status`` only where no program answers."""

    id: str
    clause: str
    kind: str
    says: str
    by: tuple[Feature, ...] = ()
    lacks: str = ""
    values: tuple[str, ...] = ()
    status: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """``HX`` of ``HX-17b``."""
        return self.id.partition("-")[0]

    @property
    def missing(self) -> tuple[Feature, ...]:
        """What is not built yet."""
        return tuple(one for one in self.by if not one.where)

    @property
    def state(self) -> str:
        """``built``, ``partly``, ``open``, or the row's own status."""
        if self.status:
            return self.status
        if len(self.missing) == len(self.by):
            return "open"
        return "partly" if self.missing or self.lacks else "built"


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The whole page. ``words`` are its title, introduction and the names of places, kinds and states.

    ``general``: clauses of a place's document that ask for nothing, with what they are; ``unnumbered``: the
    parts that no number names.
    """

    words: Mapping[str, str]
    places: Mapping[str, str]
    profiles: Mapping[str, str]
    kinds: Mapping[str, str]
    states: Mapping[str, str]
    unnumbered: Sequence[str]
    general: Mapping[str, Mapping[str, str]]
    features: Mapping[str, Feature]
    rows: tuple[Row, ...]

    def of(self, place: str) -> tuple[Row, ...]:
        """A place's rows, in the order of the file."""
        return tuple(row for row in self.rows if row.place == place)


def read(text: str) -> Coverage:
    """The coverage as its file says it. A row that names no known feature is a ``KeyError``."""
    data = tomllib.loads(text)
    page = data["page"]
    features = {key: Feature(key=key, **_tuples(one)) for key, one in data["features"].items()}
    return Coverage(
        words={key: value for key, value in page.items() if isinstance(value, str)},
        **{name: page[name] for name in ("places", "profiles", "kinds", "states", "unnumbered")},
        general=data["general"],
        features=features,
        rows=tuple(_row(number, one, features) for number, one in data["rows"].items()),
    )


def _row(number: str, given: Mapping[str, Any], features: Mapping[str, Feature]) -> Row:
    plain = _tuples(given)
    return Row(id=number, **plain | {"by": tuple(features[key] for key in plain.get("by", ()))})


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}


def page(coverage: Coverage) -> str:
    """The page, from counts to code."""
    parts = [
        [f"# {coverage.words['title']}", "", coverage.words["intro"]],
        ["## 概况", "", *_counts(coverage)],
        ["## 尚未实现的功能", "", *_open(coverage)],
        *(_place(coverage, place) for place in coverage.places),
        ["## 功能、程序和测试", "", *_features(coverage)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _counts(coverage: Coverage) -> Iterator[str]:
    found = Counter((row.place, row.state) for row in coverage.rows)
    lines = [
        (name, [found[place, state] for state in coverage.states]) for place, name in coverage.places.items()
    ]
    totals = [sum(column) for column in zip(*(counts for _, counts in lines), strict=True)]
    body = ((name, *counts, sum(counts)) for name, counts in (*lines, ("合计", totals)))
    return _table(("地方", *coverage.states.values(), "合计"), body)


def _open(coverage: Coverage) -> Iterator[str]:
    waiting = ((one, [row for row in coverage.rows if one in row.by]) for one in coverage.features.values())
    body = ((one.name, _links(rows)) for one, rows in waiting if not one.where)
    return _table(("功能", "涉及的要求"), body)


def _links(rows: Iterable[Row]) -> str:
    return "、".join(f"[{row.id}](#{row.id.lower()})" for row in rows)


def _place(coverage: Coverage, place: str) -> list[str]:
    body = (
        (
            f'<a id="{row.id.lower()}"></a>{row.id}',
            row.clause,
            "、".join(coverage.kinds[kind] for kind in row.kind.split()),
            row.says,
            coverage.states[row.state],
            _by(row),
            _remarks(row),
        )
        for row in coverage.of(place)
    )
    head = ("编号", "依据", "类别", "要求", "状态", "落实", "还缺和说明")
    return [f"## {coverage.places[place]}", "", *_general(coverage, place), *_table(head, body)]


def _general(coverage: Coverage, place: str) -> list[str]:
    found = coverage.general.get(place)
    said = "；".join(f"{clause}（{what}）" for clause, what in found.items()) if found else ""
    return [f"没有办理事项的条款：{said}。", ""] if said else []


def _by(row: Row) -> str:
    linked = [f"[{one.name}](#{one.key})" for one in row.by if one.where]
    rules = ["规则：" + "、".join(f"`{value}`" for value in row.values)] if row.values else []
    return "；".join([*linked, *rules])


def _remarks(row: Row) -> str:
    missing = [f"尚未实现：{'；'.join(one.name for one in row.missing)}。"] if row.missing else []
    return "".join([*missing, row.lacks, row.note])


def _features(coverage: Coverage) -> Iterator[str]:
    body = (
        (f'<a id="{one.key}"></a>{one.name}', _codes(one.where), _codes(one.tests))
        for one in coverage.features.values()
        if one.where
    )
    return _table(("功能", "程序", "测试（tests/ 之下）"), body)


def _codes(names: Sequence[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], body: Iterable[Sequence[object]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *body):
        yield f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    PAGE.write_text(page(read(DATA.read_text("utf-8"))), "utf-8")
