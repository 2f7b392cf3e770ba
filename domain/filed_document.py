"""Whether a filed document has the parts that the place orders: what is missing, what nobody filled in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NUMBERING = re.compile(
    r"^[\s　]*(?:第[一二三四五六七八九十百\d]+[章节条部分]+"
    r"|[（(]?[一二三四五六七八九十\d]+[）)]?[、.．，：:]?)?[\s　]*"
)
_LOOSE = re.compile(r"[\s　的和及与、，,。.：:；;“”\"（）()]")
BEFORE = 6
"""Characters that may stand in a heading before the words of the part: 本单位“双随机”工作情况."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a document found. ``gaps``: places of a draft that nobody filled in."""

    missing: tuple[str, ...] = ()
    gaps: int = 0
    readable: bool = True

    @property
    def complete(self) -> bool:
        """Nothing to ask about."""
        return self.readable and not self.missing and not self.gaps

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Checked":
        """What ``as_json`` kept."""
        return cls(tuple(kept["missing"]), kept["gaps"], kept["readable"])

    def as_json(self) -> dict[str, object]:
        """As it is kept with the filing."""
        return {"missing": list(self.missing), "gaps": self.gaps, "readable": self.readable}


def check(paragraphs: Iterable[str], parts: Sequence[str], gap: str) -> Checked:
    """Hold a document against its ordered parts; ``gap`` marks what a draft leaves to its author.

    A part is there when a paragraph begins with it, numbering aside; connecting words and punctuation
    make no difference (存在的不足、难点问题).
    """
    lines = [line for line in paragraphs if line.strip()]
    heads = [_bare(_NUMBERING.sub("", line, count=1)) for line in lines if gap not in line]
    missing = tuple(part for part in parts if not any(_opens(head, _bare(part)) for head in heads))
    return Checked(missing, sum(line.count(gap) for line in lines))


def _bare(text: str) -> str:
    return _LOOSE.sub("", text)


def _opens(head: str, part: str) -> bool:
    return part in head[: len(part) + BEFORE]
