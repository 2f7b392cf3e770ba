"""The page: whole, at home everywhere, and deaf to what users write into it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import playground

WEB = Path(playground.__file__).parent / "web"
SCRIPTS = sorted(WEB.glob("*.js"))
SOURCES = [*SCRIPTS, *WEB.glob("*.css"), *WEB.glob("*.html")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_words_of_users_never_become_markup(script: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(forbidden, script.read_text()) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(source: Path) -> None:
    assert (
        re.findall(
            r"""(?:src|href|url\(|from|import)\s*[=(]?\s*["']?(?:https?:)?//[a-z]""", source.read_text()
        )
        == []
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_import_names_something_that_is_exported(script: Path) -> None:
    for names, file in re.findall(r"import \{([^}]+)\} from \"\./([^\"]+)\"", script.read_text()):
        exported = set(
            re.findall(r"export (?:async )?(?:function|const|class) (\w+)", (WEB / file).read_text())
        )
        assert {name.strip() for name in names.split(",")} <= exported


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.referred: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        self.tags.add(tag)
        self.ids.add(fields.get("id") or "")
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            self.referred.update((fields.get(name) or "").split())


def test_the_page_has_landmarks_and_its_labels_lead_somewhere() -> None:
    outline = Outline()
    outline.feed((WEB / "index.html").read_text())
    assert {"header", "nav", "main", "aside", "h1"} <= outline.tags
    assert outline.referred <= outline.ids


def test_every_element_that_a_script_asks_for_by_id_is_there() -> None:
    outline = Outline()
    outline.feed((WEB / "index.html").read_text())
    scripts = "".join(path.read_text() for path in SCRIPTS)
    asked = set(re.findall(r"""(?:byId|getElementById)\("([\w-]+)"\)""", scripts))
    assert asked
    assert asked <= outline.ids
