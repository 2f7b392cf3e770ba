"""Tags of objects: a place's dictionary and naming rule, what a row says against them (花溪 §3–8)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Protocol

Fault = Literal["tag_unknown", "tag_kind", "value_outside", "reason_unknown", "reason_lacking", "no_document"]
LibraryFieldName = Literal[
    "sub_libraries", "tags", "grade", "risk", "industry", "level", "supervising_unit", "key_basis"
]
ObjectKind = Literal["subject", "product", "project", "behaviour"]
NEAR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDictionary:
    """Names that a tag may have, and the rule by which further ones are made: domain, kind, name.

    ``domains`` are the first parts a made name may have; none = any.
    """

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    separator: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryField:
    """A field the place orders to be filled for objects of ``kinds`` (none = all).

    ``names``: the values it may have, for grades and risks from best to worst; none = any. ``endings``: how
    the name of a lowest unit ends (花溪 §8: 分局、所).
    """

    field: LibraryFieldName
    names: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    kinds: tuple[ObjectKind, ...] = ()
    clause: str


class Subject(Protocol):
    """What is looked at of an object: a row of a file or of the library."""

    @property
    def kind(self) -> str: ...
    @property
    def sub_libraries(self) -> Sequence[str]: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def grade(self) -> str: ...
    @property
    def risk(self) -> str: ...
    @property
    def industry(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def supervising_unit(self) -> str: ...
    @property
    def is_key(self) -> bool: ...
    @property
    def key_reason(self) -> str: ...
    @property
    def key_document(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with one field: ``written`` there, and the ``nearest`` that would be right."""

    field: str
    fault: Fault
    written: str = ""
    nearest: str = ""


def nearest(word: str, known: Collection[str]) -> str:
    """The known word most like this one; blank when none is."""
    return (get_close_matches(word, known, n=1, cutoff=NEAR) or [""])[0]


@dataclass(frozen=True, slots=True)
class Library:
    """What a place says of its object library. ``kinds``: kind → its word in made names."""

    dictionary: TagDictionary | None
    fields: tuple[LibraryField, ...]
    reasons: tuple[str, ...]
    kinds: Mapping[str, str]

    def remarks(self, subject: Subject, present: frozenset[str]) -> Iterator[Remark]:
        """Everything a row says against the dictionary, in the fields that are ``present``."""
        if "tags" in present:
            yield from (found for tag in subject.tags if (found := self._tag(tag, subject.kind)))
        for rule in self.fields:
            if rule.field in present and rule.names and rule.field not in {"tags", "sub_libraries"}:
                written = str(getattr(subject, rule.field))
                if written and written not in rule.names:
                    yield Remark(rule.field, "value_outside", written, nearest(written, rule.names))
        if subject.is_key:
            yield from self._key(subject, present)

    def _tag(self, tag: str, kind: str) -> Remark | None:
        rules = self.dictionary
        if rules is None or tag in self._names():
            return None
        parts = [part.strip() for part in tag.split(rules.separator)]
        made = len(parts) == 3 and all(parts) and parts[1] in self.kinds.values()
        if not made or (rules.domains and parts[0] not in rules.domains):
            return Remark("tags", "tag_unknown", tag, self._suggestion(tag, parts, kind))
        if parts[1] != self.kinds[kind]:
            return Remark("tags", "tag_kind", tag, self._made(parts[0], kind, parts[2]))
        return None

    def _names(self) -> tuple[str, ...]:
        """Values of other fields are known words too: 高风险 among the tags is no fault."""
        own = self.dictionary.names if self.dictionary else ()
        return (*own, *(name for rule in self.fields for name in rule.names))

    def _suggestion(self, tag: str, parts: Sequence[str], kind: str) -> str:
        """A closed name like this one; or the same name with a domain and kind that exist."""
        rules = self.dictionary
        if rules and len(parts) == 3 and all(parts):
            domain = nearest(parts[0], rules.domains)
            return self._made(domain, kind, parts[2]) if domain else ""
        return nearest(tag, self._names())

    def _made(self, domain: str, kind: str, name: str) -> str:
        separator = self.dictionary.separator if self.dictionary else ""
        return separator.join((domain, self.kinds[kind], name))

    def _key(self, subject: Subject, present: frozenset[str]) -> Iterator[Remark]:
        """A key object stands on a reason and a document (花溪 §14, §18)."""
        reason = subject.key_reason
        if "key_reason" in present and reason not in self.reasons:
            yield Remark("key_reason", "reason_unknown" if reason else "reason_lacking", reason)
        if "key_document" in present and not subject.key_document:
            yield Remark("key_document", "no_document")

    def filled(self, rule: LibraryField, subject: Subject) -> bool | None:
        """Whether a field is filled as the place orders; ``None`` when it is not ordered for the object."""
        if rule.kinds and subject.kind not in rule.kinds:
            return None
        if rule.field == "key_basis":
            has_basis = subject.key_reason in self.reasons and bool(subject.key_document)
            return has_basis if subject.is_key else None
        if rule.field in {"tags", "sub_libraries"}:
            return bool(getattr(subject, rule.field))
        value = str(getattr(subject, rule.field))
        if rule.endings:
            return value.endswith(rule.endings)
        return value in rule.names if rule.names else bool(value)
