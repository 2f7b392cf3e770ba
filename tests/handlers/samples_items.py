"""Samples for the windows of the item list."""

from datetime import UTC, date, datetime
from typing import Any

from domain.difference import FieldChange
from domain.item_list import REASONS, Grounds, LogLine, Version
from domain.item_merging import ItemTerms, MergeGroup
from handlers.registers.item_change import Amending
from handlers.registers.item_grounds import Grounding
from handlers.registers.item_revisions import Revising
from handlers.registers.items import Listing
from models import ItemRevision
from services.items.item_cards import ItemLine, Overview
from services.items.item_fields import EDITED
from services.items.item_ledger import BLANK
from tests.guards.shown import Typed

DOCUMENT, DAY = Typed("某办法（2026年修订）"), date(2026, 7, 1)
GROUNDS = Grounds("amended", DOCUMENT, DAY)
FIELDS = {
    **BLANK,
    "code": "SPXS-01",
    "name": "食品经营许可情况检查",
    "category": "食品销售",
    "methods": ["现场检查", "网络监测"],
    "basis": "某法第一条",
}
VERSION = Version("SPXS-01", 3, "changed", FIELDS, GROUNDS, revision=3)
LINE = LogLine(VERSION, (FieldChange("basis", "旧", "新"), FieldChange("methods", [], ["现场检查"])))
REVISION = ItemRevision(
    ref="AAAAAAAA",
    number=3,
    reason="amended",
    document=DOCUMENT,
    effective_on=DAY,
    entered_at=datetime(2026, 4, 1, tzinfo=UTC),
    publish_by=date(2026, 7, 29),
)
FILED = REVISION.model_copy(
    update={"filed_on": DAY, "filed_with": "区联席办", "receipt_no": Typed("备〔2026〕3号"), "file_by": DAY}
)
PUBLIC = FILED.model_copy(update={"published_on": DAY, "state": "published"})
ENTRY: dict[str, Any] = {
    "code": "SPXS-01",
    "name": "食品经营许可情况检查",
    "fields": list(EDITED),
    "field": "basis",
    "old": Typed("某法第一条"),
    "new": Typed("某法第二条"),
    "abolish": False,
    "grounds": GROUNDS,
    "number": 3,
}
BARE = ENTRY | {"old": "", "new": "", "abolish": True, "grounds": Grounds("")}
OVERVIEW = Overview(3, 120, 14, {"虚构县市场监督管理局": 60}, {"食品销售者": 20}, (REVISION,))
FOUND = [ItemLine(1, "SPXS-01", "食品经营许可情况检查", "虚构县市场监督管理局")] * 12
GROUPS = [{"at": at, "name": "虚构县市场监督管理局", "count": 60} for at in range(20)]
CARD: dict[str, Any] = {
    "code": "SPXS-01",
    "version": VERSION,
    "holds": True,
    "log": (LINE,) * 8,
    "may_change": True,
}
ENDED = Version("SPXS-01", 4, "abolished", FIELDS, GROUNDS, revision=4)
STEPS: dict[str, Any] = {"may_file": True, "may_publish": True, "may_undo": True}
FIRST: dict[str, Any] = {"revision": REVISION, "log": (LINE,) * 8, "total": 30, **STEPS}

TERMS = tuple(
    ItemTerms(f"SPXS-{n}", "食品经营许可情况检查", "虚构县市场监督管理局", ("食品销售者",)) for n in range(7)
)
MERGED = MergeGroup("食品销售者", TERMS, ("现场检查",), None, 120, 17)

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Listing.home.state: (
        {
            "overview": OVERVIEW,
            "due": [(3, DAY), (4, None), (5, date(2026, 3, 1))],
            "today": date(2026, 4, 1),
        },
        {"overview": Overview(0, 0, 0, {}, {}, ()), "due": [], "today": DAY},
    ),
    Listing.units.state: ({"units": GROUPS, "types": GROUPS}, {"units": [], "types": []}),
    Listing.types.state: ({"units": GROUPS, "types": GROUPS}, {"units": [], "types": []}),
    Listing.found.state: (
        {"asked": Typed("食品"), "found": FOUND, "total": 40},
        {"asked": "", "found": [], "total": 0},
    ),
    Listing.merge.state: ({"groups": (MERGED,) * 8, "total": 12}, {"groups": (), "total": 0}),
    Listing.card.state: (
        CARD,
        CARD | {"holds": False, "log": (), "may_change": False},
        CARD | {"version": ENDED, "log": (LogLine(ENDED, ()),)},
    ),
    Revising.every.state: (
        {"revisions": [REVISION] * 12, "total": 30},
        {"revisions": [], "total": 0},
    ),
    Revising.one.state: (
        FIRST,
        FIRST | {"revision": FILED, "total": 8},
        FIRST | {"revision": PUBLIC, "log": (), "total": 0} | dict.fromkeys(STEPS, False),
    ),
    Revising.receipt.state: (FIRST,),
    Amending.field.state: (ENTRY,),
    Amending.value.state: (ENTRY, BARE),
    Amending.review.state: (ENTRY, BARE),
    Amending.done.state: (ENTRY,),
    Amending.undone.state: (ENTRY,),
    Grounding.reason.state: ({"reasons": list(REASONS)},),
    Grounding.document.state: ({"reason": "amended", "document": ""},),
    Grounding.day.state: ({"reason": "amended", "document": DOCUMENT},),
}
