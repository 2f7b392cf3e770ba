"""What the search of the public pages reads: pieces of an index, and the objects in blocks."""

import hashlib
from collections.abc import Mapping, Sequence

from bot.publish_data import compact
from domain.disclosure import PublicResult
from domain.search_index import BLOCK, pieces

FOLDER = "search"


def search_files(by_object: Mapping[str, Sequence[PublicResult]]) -> dict[str, bytes]:
    """``search/pairs-N.json`` and ``search/objects-N.json``; objects stand in the order given."""
    entries = [_entry(slug, mine) for slug, mine in by_object.items()]
    index = pieces([_text(mine) for mine in by_object.values()])
    made = {f"{FOLDER}/pairs-{number}.json": compact(piece) for number, piece in enumerate(index)}
    return made | {
        f"{FOLDER}/objects-{first // BLOCK}.json": compact(entries[first : first + BLOCK])
        for first in range(0, len(entries), BLOCK)
    }


def version(files: Mapping[str, bytes]) -> str:
    """Changes whenever one of the files does, so that no browser joins old pieces with new ones."""
    whole = hashlib.sha256()
    for content in files.values():
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()[:12]


def _text(mine: Sequence[PublicResult]) -> str:
    return "\n".join((mine[0].object_name, mine[0].register_no, *_numbers(mine)))


def _numbers(mine: Sequence[PublicResult]) -> list[str]:
    return [*dict.fromkeys(number for one in mine for number in (one.number, one.task_no))]


def _entry(slug: str, mine: Sequence[PublicResult]) -> list[object]:
    """Page, name, register number, other numbers, how many results, last inspected on."""
    latest = max(one.inspected_on for one in mine).isoformat()
    return [slug, mine[0].object_name, mine[0].register_no, " ".join(_numbers(mine)), len(mine), latest]
