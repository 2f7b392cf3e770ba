"""The public pages: a folder of plain files that any web server, or the government's site, can carry.

No file is ever half written, pages come before what links to them, and only files of ours are removed.
"""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import domain.recount
from bot.acts import Acts
from bot.publish_items import item_files, item_headings
from domain.disclosure import PublicResult, Site
from domain.open_data import FIELDS, SCHEMA, as_csv, rows
from domain.public_items import SHOWN
from locales.texts import Texts, texts
from services.public_site import site as read_site
from services.publishing import headings, outcome_words
from services.replacement_files import file_name

ASSETS = Path(__file__).with_name("site")
CHECKSUMS = "checksums.txt"
PAGES = ("plan", "items", "draws", "verify", "schema", "index")

Files = dict[str, bytes]


async def write_site(acts: Acts, folder: Path, language: str = "zh_CN") -> Site:
    """Bring the folder up to date with what is public now; answers what was written."""
    async with acts.looking() as look:
        site = await read_site(look)
    await asyncio.to_thread(lambda: put(folder, files_of(site, language)))
    return site


def files_of(site: Site, language: str = "zh_CN") -> Files:
    """Every file of the site by its path inside the folder, in the order in which to write them."""
    words = texts(language)
    by_task = _grouped((one.task_no, one) for one in site.results)
    pages = _Pages(site, words, by_task)
    made: Files = {path.name: path.read_bytes() for path in sorted(ASSETS.iterdir())}
    made["recount.py"] = Path(domain.recount.__file__).read_bytes()
    made |= _open_data(site, words) | item_files(site, words)
    made |= pages.objects() | pages.draws() | pages.tasks()
    return made | {f"{name}.html": pages.top(name) for name in PAGES}


def _grouped(pairs: Iterable[tuple[str, PublicResult]]) -> dict[str, list[PublicResult]]:
    found: dict[str, list[PublicResult]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return found


def _open_data(site: Site, words: Texts) -> Files:
    outcomes = outcome_words(words)
    table = rows(site.results, outcomes)
    slugs = {one.number: one.object_slug for one in site.results}
    data = {
        "schema": SCHEMA,
        "place": site.place,
        "generated_at": site.at.isoformat(),
        "results": [row | {"page": slugs[row["result_no"]]} for row in table],
    }
    return {"results.csv": as_csv(table, headings(words)), "results.json": _json(data)}


def _json(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


class _Pages:
    """Renders the pages of one site."""

    def __init__(self, site: Site, words: Texts, by_task: Mapping[str, list[PublicResult]]) -> None:
        self._site, self._words, self._by_task = site, words, by_task
        self._common: dict[str, object] = {
            "site": site,
            "lang": words.language.replace("_", "-"),
            "outcomes": outcome_words(words),
            "by_task": by_task,
            "fields": FIELDS,
            "item_fields": SHOWN,
            "item_headings": item_headings(words),
            "task_slugs": {task.no: task.slug for task in site.tasks},
        }

    def _page(self, name: str, root: str, **data: object) -> bytes:
        here = data.pop("here", name)
        page = self._words.page(f"documents/site_{name}", root=root, here=here, **self._common, **data)
        return f"{page}\n".encode()

    def top(self, name: str) -> bytes:
        """A page of the first level."""
        return self._page(name, "")

    def tasks(self) -> Files:
        """A page for each task with its results."""
        return {
            f"tasks/{task.slug}.html": self._page(
                "task",
                "../",
                task=task,
                list=self._by_task.get(task.no, []),
                draws=[draw for draw in self._site.draws if draw.task_no == task.no],
            )
            for task in self._site.tasks
        }

    def objects(self) -> Files:
        """A page for each object that has a published result."""
        by_object = _grouped((one.object_slug, one) for one in self._site.results)
        return {
            f"objects/{slug}.html": self._page("object", "../", list=mine) for slug, mine in by_object.items()
        }

    def draws(self) -> Files:
        """A page for each draw, with its record once that is public."""
        made: Files = {}
        for draw in self._site.draws:
            if draw.record is not None:
                made[f"draws/{draw.slug}.record.json"] = _json(draw.record)
            made |= {f"draws/{file_name(draw.slug, one['label'])}": _json(one) for one in draw.replacements}
            made[f"draws/{draw.slug}.html"] = self._page("draw", "../", draw=draw)
        return made


def put(folder: Path, files: Files) -> None:
    """Write the files one by one, each in full or not at all; then remove ours of before that are gone.

    The list of what is ours is written first with old and new, so that nothing is forgotten by a crash.
    """
    before = _listed(folder)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    _list(folder, before | sums)
    for name, content in files.items():
        _replace(folder / name, content)
    for name in before.keys() - sums.keys():
        (folder / name).unlink(missing_ok=True)
    _list(folder, sums)


def _listed(folder: Path) -> dict[str, str]:
    """What an earlier run wrote here: path → SHA-256."""
    path = folder / CHECKSUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _list(folder: Path, sums: Mapping[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    _replace(folder / CHECKSUMS, "".join(lines).encode())


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
