"""What the documents say exists: names, tables, links, settings, commands."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from models import SQLModel
from scripts.coverage import DATA, Feature, page, read
from scripts.coverage import PAGE as COVERED
from tests.guards.sources import ROOT, modules

READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
CODE = re.compile(r"`([^`\n]+)`")
COVERAGE = read(DATA.read_text("utf-8"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAME = re.compile(r"[A-Za-z_]\w*")


def glossary(text: str) -> Iterator[str]:
    """The code column of every row of a glossary."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            yield from CODE.findall(cells[1])


def unknown(names: Iterable[str], known: set[str]) -> list[str]:
    """Names of which some part is written nowhere."""
    return [name for name in names if not set(name.split(".")) <= known]


def names_in_code() -> set[str]:
    """Every name that stands in our source."""
    return {name for module in modules() for name in NAME.findall(module.text)}


def broken(page: Path, text: str) -> list[str]:
    """Links of a page that lead to no file."""
    targets = [link.partition("#")[0] for link in LINK.findall(text) if "://" not in link]
    return [target for target in targets if target and not (page.parent / target).exists()]


def commands(command: object, before: str = "") -> Iterator[str]:
    """Every command of the command line by its full name: ``profile check``."""
    for name, one in getattr(command, "commands", {}).items():
        below = list(commands(one, f"{before}{name} "))
        yield from below or [f"{before}{name}"]


def lacking(text: str, wanted: Iterable[str]) -> list[str]:
    """What a page does not name as code."""
    named = set(CODE.findall(text))
    return [one for one in wanted if one not in named]


def resolves(name: str) -> bool:
    """Whether a dotted name is something in a module of ours."""
    parts = name.split(".")
    for at in range(len(parts) - 1, 0, -1):
        try:
            found: Any = import_module(".".join(parts[:at]))
        except ModuleNotFoundError:
            continue
        for part in parts[at:]:
            found = getattr(found, part, None)
        return found is not None
    return False


@cache
def known_tests() -> frozenset[str]:
    """``guards/test_coverage.py::test_…`` of every test there is."""
    return frozenset(
        f"{module.path.removeprefix('tests/')}::{name}"
        for module in modules("tests")
        for name in re.findall(r"^(?:async )?def (test_\w+)", module.text, re.MULTILINE)
    )


def test_every_code_name_of_the_glossary_exists() -> None:
    names = list(glossary((ROOT / "docs" / "glossary.md").read_text("utf-8")))
    assert len(names) > 50
    assert unknown(names, names_in_code()) == []


def test_every_table_stands_in_the_glossary() -> None:
    explained = set(glossary((ROOT / "docs" / "glossary.md").read_text("utf-8")))
    assert sorted(SQLModel.metadata.tables.keys() - explained) == []


def test_a_name_that_went_away_is_noticed() -> None:
    row = "| 抽取 | `draw`, `Role.GONE` | … |\n| – | – | – |"
    assert unknown(glossary(row), {"draw", "Role"}) == ["Role.GONE"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page, page.read_text("utf-8")) == []


def test_a_link_to_nowhere_is_noticed() -> None:
    text = "[a](README.md#top) [b](docs/gone.md) [c](https://example.org/x) ![d](docs/images/gone.png)"
    assert broken(ROOT / "README.md", text) == ["docs/gone.md", "docs/images/gone.png"]


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_and_command_stands_in_both_readmes(readme: str) -> None:
    settings = [f"SUICHA_{name.upper()}" for name in Settings.model_fields]
    everything = [*settings, *commands(get_command(app))]
    assert lacking((ROOT / readme).read_text("utf-8"), everything) == []


def test_commands_below_commands_are_found() -> None:
    below, above = typer.Typer(), typer.Typer()
    for name in ("check", "diff"):
        below.command(name)(lambda: None)
    above.add_typer(below, name="profile")
    above.command("run")(lambda: None)
    assert sorted(commands(get_command(above))) == ["profile check", "profile diff", "run"]
    assert lacking("`run` and `profile check`", ["run", "profile diff"]) == ["profile diff"]


@pytest.mark.parametrize("feature", COVERAGE.features.values(), ids=lambda one: one.key)
def test_a_feature_is_code_with_tests_or_not_there_yet(feature: Feature) -> None:
    assert [name for name in feature.where if not resolves(name)] == []
    assert [name for name in feature.tests if name not in known_tests()] == []
    assert bool(feature.where) == bool(feature.tests)


def test_the_page_of_the_requirements_is_what_its_file_says() -> None:
    assert COVERED.read_text("utf-8") == page(COVERAGE), "run: python -m scripts.coverage"


def test_a_function_that_went_away_is_noticed() -> None:
    assert resolves("domain.quota.plan")
    assert not resolves("domain.quota.plane")
    assert not resolves("domain.quotas.plan")
