"""The public pages: a folder of plain files that any web server, or the government's site, can carry.

Pages come before what links to them. A page below the first level changes only when what it shows does.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import domain.recount
from bot.acts import Acts
from bot.publish_data import compact, log_files, result_files, schema_files
from bot.publish_folder import Files, put
from bot.publish_items import item_files, item_headings
from bot.publish_search import search_files, version
from domain.disclosure import PublicResult, PublicTask, Site
from domain.open_data import FIELDS
from domain.public_items import SHOWN
from domain.public_log import log_of
from domain.search_index import BLOCK, PIECES
from locales.texts import Texts, texts
from services.drawing.replacement_files import file_name
from services.publication.public_site import site as read_site
from services.publication.publishing import outcome_words

ASSETS = Path(__file__).with_name("site")
PAGES = ("plan", "items", "draws", "log", "verify", "schema", "index")
One = TypeVar("One")
ON_A_PAGE = 200
"""Results on one page of a task."""


async def write_site(acts: Acts, folder: Path, language: str = "zh_CN") -> Site:
    """Bring the folder up to date with what is public now; answers what was written."""
    async with acts.looking() as look:
        site = await read_site(look)
    await asyncio.to_thread(lambda: put(folder, files_of(site, language)))
    return site


def files_of(site: Site, language: str = "zh_CN") -> Files:
    """Every file of the site by its path inside the folder, in the order in which to write them."""
    words = texts(language)
    pages = _Pages(site, words)
    search, log = search_files(pages.by_object), log_of(site)
    made: Files = {path.name: path.read_bytes() for path in sorted(ASSETS.iterdir())}
    made["recount.py"] = Path(domain.recount.__file__).read_bytes()
    made |= result_files(site, words) | item_files(site, words) | log_files(site, log) | search
    made |= schema_files(words)
    made |= pages.objects() | pages.draws() | pages.tasks()
    reading = {"pieces": PIECES, "block": BLOCK, "version": version(search)}
    return made | {f"{name}.html": pages.top(name, reading=reading, log=log) for name in PAGES}


def _grouped(pairs: Iterable[tuple[str, One]]) -> dict[str, list[One]]:
    found: dict[str, list[One]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return found


def _cut(all_of_them: Sequence[PublicResult]) -> Iterator[Sequence[PublicResult]]:
    """Into pages; one empty page of nothing."""
    for first in range(0, max(len(all_of_them), 1), ON_A_PAGE):
        yield all_of_them[first : first + ON_A_PAGE]


class _Pages:
    """Renders the pages of one site."""

    def __init__(self, site: Site, words: Texts) -> None:
        self._site, self._words = site, words
        self._by_task = _grouped((one.task_no, one) for one in site.results)
        self.by_object: Mapping[str, Sequence[PublicResult]] = _grouped(
            (one.object_slug, one) for one in site.results
        )
        self._common: dict[str, object] = {
            "site": site,
            "lang": words.language.replace("_", "-"),
            "outcomes": outcome_words(words),
            "by_task": self._by_task,
            "fields": FIELDS,
            "item_fields": SHOWN,
            "item_headings": item_headings(words),
            "corrected": _grouped((one.replaced_by, one) for one in site.gone if one.replaced_by),
            "task_slugs": {task.no: task.slug for task in site.tasks},
        }

    def _page(self, name: str, root: str, **data: object) -> bytes:
        here = data.pop("here", name)
        page = self._words.page(f"documents/site_{name}", root=root, here=here, **self._common, **data)
        return f"{page}\n".encode()

    def top(self, name: str, **data: object) -> bytes:
        """A page of the first level."""
        return self._page(name, "", **data)

    def tasks(self) -> Files:
        """Pages for each task with its results."""
        made: Files = {}
        for task in self._site.tasks:
            made |= self._task(task)
        return made

    def _task(self, task: PublicTask) -> Files:
        parts = list(_cut(self._by_task.get(task.no, [])))
        names = [f"{task.slug}.html", *(f"{task.slug}.{number}.html" for number in range(2, len(parts) + 1))]
        draws = [draw for draw in self._site.draws if draw.task_no == task.no]
        gone = [one for one in self._site.gone if one.task_no == task.no and not one.replaced_by]
        return {
            f"tasks/{name}": self._page(
                "task", "../", task=task, list=part, gone=gone, draws=draws, parts=names, at=number, here=""
            )
            for number, (name, part) in enumerate(zip(names, parts, strict=True), start=1)
        }

    def objects(self) -> Files:
        """A page for each object that has, or had, a published result."""
        gone = _grouped((one.object_slug, one) for one in self._site.gone if not one.replaced_by)
        return {
            f"objects/{slug}.html": self._page(
                "object", "../", list=self.by_object.get(slug, ()), gone=gone.get(slug, ())
            )
            for slug in (*self.by_object, *(gone.keys() - self.by_object.keys()))
        }

    def draws(self) -> Files:
        """A page for each draw, with its record once that is public."""
        made: Files = {}
        for draw in self._site.draws:
            if draw.record is not None:
                made[f"draws/{draw.slug}.record.json"] = compact(draw.record)
            made |= {f"draws/{file_name(draw.slug, one['label'])}": compact(one) for one in draw.replacements}
            made[f"draws/{draw.slug}.html"] = self._page("draw", "../", draw=draw)
        return made
