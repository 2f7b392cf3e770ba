"""The public pages in a real browser: what is loaded, what is found, what fits, what can be read."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.publish import files_of
from bot.publish_folder import put
from domain.disclosure import PublicResult
from tests.bot.test_publish import result, site_of
from tests.browser import DESK, PHONE, Tab, browsing, found

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not found(), reason="no Chromium on this machine: the pages were not looked at"),
]
MANY = 1200
LONG = "虚构县（开发区）甲乙丙丁戊己庚辛壬癸农副产品综合批发交易市场管理服务有限责任公司第一分公司"
TAB = ("Tab", 9)
ENTER = ("Enter", 13)
READABLE = """
(() => {
  const light = part => {
    const c = part / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const of = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const ground = numbers(getComputedStyle(at).backgroundColor);
      if (ground.length < 4 || ground[3] > 0) return ground;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim())) continue;
    const [one, other] = [of(numbers(getComputedStyle(node).color)), of(behind(node))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) faint.push(node.outerHTML.slice(0, 80));
  }
  return faint;
})()
"""


@dataclass
class Served:
    """The pages behind a server, and a browser before it."""

    url: str
    tab: Tab
    pages: list[str]

    @property
    def read(self) -> list[str]:
        """The files asked for since the last page was opened; what is not the server's stands in full."""
        return [one.removeprefix(self.url).partition("?")[0] for one in self.tab.requested]


def numbered(number: int) -> PublicResult:
    code = f"91140900MA{number:07}X"
    name = LONG if number == 7 else f"虚构第{number}加油站"
    return replace(result(f"XZ-2026-0001-{number:04}-01-1", name), object_slug=code, register_no=code)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    files = files_of(site_of(*map(numbered, range(MANY))))
    put(tmp_path / "site", files)
    app = web.Application()
    app.router.add_static("/", tmp_path / "site")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        async with browsing(tmp_path / "profile") as tab:
            yield Served(url, tab, [name for name in files if name.endswith(".html")])
    finally:
        await runner.cleanup()


def kinds(pages: list[str]) -> list[str]:
    """A page of each kind, and the one with the longest name."""
    folders = {name.partition("/")[0]: name for name in pages if "/" in name}
    return [name for name in pages if "/" not in name] + [
        *folders.values(),
        f"objects/{numbered(7).object_slug}.html",
    ]


async def test_one_of_many_is_found_by_keyboard_and_little_is_read_for_it(served: Served) -> None:
    tab = served.tab
    await tab.opens(f"{served.url}index.html")
    for _ in range(20):
        await tab.presses(*TAB)
        if await tab.says("document.activeElement.id") == "words":
            break
    await tab.types("第1130加")
    await tab.until("document.querySelectorAll('#found a').length === 1")
    assert await tab.says("document.getElementById('told').textContent") == "找到 1 个对象"
    asked = [name for name in served.read if name.startswith("search/")]
    assert len(asked) <= 7
    assert "results.json" not in served.read
    await tab.presses(*TAB)
    await tab.presses(*ENTER)
    await tab.until("document.title.startsWith('虚构第1130加油站')")


async def test_codes_numbers_and_several_words_find_their_objects(served: Served) -> None:
    await served.tab.opens(f"{served.url}index.html")
    asked = {
        "91140900ma0000321x": 1,
        "０００３２１Ｘ 虚构": 1,
        "XZ-2026-0001-0042": 1,
        "XZ-2026-R01 加油": 50,
        "没有此户": 0,
        LONG: 1,
    }
    for words, hits in asked.items():
        await served.tab.says(f"input.value = {json.dumps(words)}, search().then(() => true)")
        assert await served.tab.says("document.querySelectorAll('#found li').length") == hits, words


async def test_the_page_of_one_object_loads_itself_and_its_style_and_nothing_else(served: Served) -> None:
    page = f"objects/{numbered(321).object_slug}.html"
    await served.tab.opens(served.url + page)
    assert sorted(set(served.read) - {"favicon.ico"}) == [page, "style.css"]


async def test_every_kind_of_page_fits_its_window_is_readable_and_asks_no_other_server(
    served: Served,
) -> None:
    for page in kinds(served.pages):
        for width in (PHONE, DESK):
            await served.tab.opens(served.url + page, width)
            assert await served.tab.says("document.documentElement.scrollWidth") <= width, page
            assert await served.tab.says(READABLE) == [], page
            assert not [one for one in served.read if "://" in one], page


async def test_the_way_to_the_text_is_the_first_stop_of_the_keyboard(served: Served) -> None:
    await served.tab.opens(f"{served.url}plan.html")
    await served.tab.presses(*TAB)
    assert await served.tab.says("document.activeElement.className") == "skip"
    await served.tab.presses(*ENTER)
    assert (await served.tab.says("location.hash")) == "#main"
