"""The log of everything that was made public, changed or taken back, the newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from domain.disclosure import Site
from domain.public_trace import CORRECTED

SCHEMA = "suicha-log/1"
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One event: ``about``: number or name, ``detail``: count, code or another number, ``page``: its page."""

    on: date
    kind: str
    about: str
    detail: str = ""
    page: str = ""


def log_of(site: Site) -> list[LogLine]:
    """Every event of the site; those of one day by kind."""
    lines = [*_results(site), *_plans(site), *_items(site), *_draws(site), *_anchors(site)]
    return sorted(lines, key=lambda one: (-one.on.toordinal(), one.kind, one.about))


def log_rows(log: Iterable[LogLine]) -> list[dict[str, str]]:
    """The log as plain data."""
    return [asdict(one) | {"on": one.on.isoformat()} for one in log]


def _results(site: Site) -> Iterator[LogLine]:
    for batch in site.batches:
        yield LogLine(on=batch.on, kind="batch", about=batch.number, detail=str(batch.results))
    pages = {one.number: f"objects/{one.object_slug}.html" for one in site.results}
    for gone in site.gone:
        if gone.reason == CORRECTED:
            page = pages.get(gone.replaced_by, "")
            yield LogLine(
                on=gone.ended_on, kind=CORRECTED, about=gone.number, detail=gone.replaced_by, page=page
            )
        else:
            yield LogLine(on=gone.ended_on, kind="withdrawn", about=gone.number, detail=gone.reason)


def _plans(site: Site) -> Iterator[LogLine]:
    for plan in site.plans:
        title = f"{plan.unit} {plan.year}"
        if plan.published_on:
            yield LogLine(on=plan.published_on, kind="plan", about=title, page="plan.html")
        for change in plan.changes:
            yield LogLine(
                on=change.decided_on, kind="plan_change", about=title, detail=change.task_no, page="plan.html"
            )


def _items(site: Site) -> Iterator[LogLine]:
    for one in site.items.revisions:
        if one.published_on:
            yield LogLine(on=one.published_on, kind="items", about=str(one.number), page="items.html")


def _draws(site: Site) -> Iterator[LogLine]:
    for draw in site.draws:
        on = draw.announced_at.astimezone(OFFICE_ZONE).date()
        yield LogLine(on=on, kind="draw", about=draw.number, page=f"draws/{draw.slug}.html")


def _anchors(site: Site) -> Iterator[LogLine]:
    for on, position, sha256 in site.anchors:
        yield LogLine(on=on, kind="anchor", about=str(position), detail=sha256)
