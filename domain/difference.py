"""What a new file changes in a register: new rows, changed fields, rows gone, rows that stay the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.grades import fell

Fields = Mapping[str, object]


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class RowChange:
    """The fields of one row that differ, in the order of the new row."""

    key: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Alike:
    """A new row that may be a known one under another key; ``fields``: known and new, where they differ."""

    key: str
    known: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """Keys in the order of the files: ``new`` and ``changed`` of the new one, ``gone`` of the old one."""

    new: tuple[str, ...]
    changed: tuple[RowChange, ...]
    gone: tuple[str, ...]
    same: int
    fallen: tuple[str, ...]
    """Changed rows whose grade is worse than before, or is new and unknown to the scheme."""
    alike: tuple[Alike, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether taking the file in would change nothing."""
        return not (self.new or self.changed or self.gone)


def difference(
    before: Mapping[str, Fields],
    after: Mapping[str, Fields],
    *,
    grade_field: str = "grade",
    grade_order: Sequence[str] = (),
) -> Difference:
    """Compare two states of a register, key by key.

    Only the fields a row of ``after`` names are compared: a list of two columns does not blank the others.
    ``grade_order`` runs from best to worst (花溪 §4, per profile).
    """
    changes = [_row_change(key, before[key], fields) for key, fields in after.items() if key in before]
    changed = tuple(change for change in changes if change.fields)
    return Difference(
        new=tuple(key for key in after if key not in before),
        changed=changed,
        gone=tuple(key for key in before if key not in after),
        same=len(changes) - len(changed),
        fallen=tuple(change.key for change in changed if _falls(change, grade_field, list(grade_order))),
    )


def joined(parts: Sequence[Difference], *, gone: tuple[str, ...]) -> Difference:
    """One difference of a list compared piece by piece; no piece knows what is gone."""
    return Difference(
        new=tuple(key for part in parts for key in part.new),
        changed=tuple(change for part in parts for change in part.changed),
        gone=gone,
        same=sum(part.same for part in parts),
        fallen=tuple(key for part in parts for key in part.fallen),
    )


def _row_change(key: str, old: Fields, new: Fields) -> RowChange:
    return RowChange(key, differing(old, new))


def differing(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    """The fields named by ``new`` that differ."""
    if old == new:
        return ()
    return tuple(
        FieldChange(field, known, value)
        for field, value in new.items()
        if (known := old.get(field)) != value and not _equal_lists(known, value)
    )


def _equal_lists(old: object, new: object) -> bool:
    """Lists from the database and tuples from a file are the same value."""
    return isinstance(old, list | tuple) and isinstance(new, list | tuple) and list(old) == list(new)


def _falls(change: RowChange, grade_field: str, order: list[object]) -> bool:
    grade = next((field for field in change.fields if field.field == grade_field), None)
    return grade is not None and fell(grade.old, grade.new, order)
