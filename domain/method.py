"""How an inspection was made in fact: 现场, 书面, 网络监测, 视频 or otherwise (花溪 20、22)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

METHODS = ("on_site", "documents", "online", "video", "other")
"""The codes; ``locales/`` words them."""
ON_SITE = METHODS[0]


@dataclass(frozen=True)
class Manner:
    """How one result came about: the code of a method, an entrusted body and the number of its document."""

    method: str
    entrusted: str = ""
    conclusion_no: str = ""


def planned_method(wordings: Iterable[str], marks: Mapping[str, Sequence[str]]) -> str:
    """The first way that a plan's wordings name; ``marks`` holds what a way is called. On site if none is."""
    for wording in wordings:
        for method, called in marks.items():
            if any(mark in wording.lower() for mark in called):
                return method
    return ON_SITE
