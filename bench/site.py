"""What publishing costs: a place's results from its database to pages, against writing the same bytes."""

import asyncio
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from bench.alone import Act
from bot.acts import Acts
from bot.database import opened
from bot.publish import files_of, write_site
from bot.publish_folder import Files, put
from bot.settings import Settings
from models import Draft, Draw, InspectionObject, Item, Person, Result, Task, Unit, Visit
from services.publication.public_site import site

NOW = datetime(2026, 5, 6, 3, 0, tzinfo=UTC)
DAY, ITEMS = date(2026, 4, 2), 6


class Home:
    """A folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        """Empty."""
        self._folder = tempfile.TemporaryDirectory()
        self.data, self.public = Path(self._folder.name, "data"), Path(self._folder.name, "public")


def written(size: int) -> Act:
    """Everything read, rendered and put into an empty folder."""
    home = Home()
    settings = _filled(home, size)
    return lambda: asyncio.run(_write(settings, home.public))


def written_again(size: int) -> Act:
    """The same once more, when nothing has changed."""
    home = Home()
    settings = _filled(home, size)
    asyncio.run(_write(settings, home.public))
    return lambda: asyncio.run(_write(settings, home.public))


def put_only(size: int) -> Act:
    """The same bytes into files, safely."""
    home = Home()
    files = asyncio.run(_files(_filled(home, size)))
    return lambda: put(home.public, files)


def bare(size: int) -> Act:
    """The same bytes into files, no more; tells how many, and the largest page of an object."""
    home = Home()
    files = asyncio.run(_files(_filled(home, size)))

    def act() -> tuple[int, int, int]:
        for name, content in files.items():
            path = home.public / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        page = max(len(content) for name, content in files.items() if name.startswith("objects/"))
        return len(files), sum(map(len, files.values())), page

    return act


async def _write(settings: Settings, folder: Path) -> int:
    async with opened(settings, lambda: NOW) as acts:
        return len((await write_site(acts, folder)).results)


async def _files(settings: Settings) -> Files:
    async with opened(settings, lambda: NOW) as acts, acts.looking() as look:
        return files_of(await site(look))


def _filled(home: Home, size: int) -> Settings:
    settings = Settings(data_dir=home.data)
    asyncio.run(_fill(settings, size))
    return settings


async def _fill(settings: Settings, size: int) -> None:
    async with opened(settings, lambda: NOW) as acts:
        await _county(acts)
        async with acts.noting() as work:
            rows = [_inspected(number) for number in range(1, size + 1)]
            for kind in zip(*rows, strict=True):
                work.session.add_all(kind)
                await work.session.flush()


async def _county(acts: Acts) -> None:
    codes = [f"SX-{number}" for number in range(ITEMS)]
    async with acts.noting() as work:
        work.session.add(Unit(id=1, name="虚构县市场监督管理局"))
        work.session.add_all(
            Item(code=code, name=f"{code} 登记事项检查", category="市场主体") for code in codes
        )
        await work.session.flush()
        work.session.add(Person(id=1, roster_no="S-1", name="虚构", unit_id=1))
        work.session.add(
            Task(
                id=1,
                ref="task",
                year=2026,
                no="XZ-2026-R01",
                name="食品经营抽查",
                lead_unit_id=1,
                item_codes=codes,
                window_from=DAY,
                window_to=DAY,
            )
        )
        await work.session.flush()
        drawn = {"draw_no": "XZ-2026-0001", "steps": []}
        work.session.add(
            Draw(
                id=1,
                ref="draw",
                number="XZ-2026-0001",
                year=2026,
                serial=1,
                task_id=1,
                state="held",
                secret="0" * 64,
                pool="#suicha-pool/1\n",
                inspectors={},
                salt="5a" * 32,
                announcement={"tasks": []},
                announcement_sha256="a" * 64,
                announced_at=NOW,
                record={"announcement": drawn},
            )
        )


def _inspected(number: int) -> tuple[InspectionObject, Visit, Draft, Result]:
    """An object of its own, its visit, and a published result with six items."""
    findings = [{"item": f"SX-{item}", "outcome": "no_problem", "remark": ""} for item in range(ITEMS)]
    name = f"虚构县{chr(0x4E00 + number % 2003)}{chr(0x4E00 + number * 7 % 3001)}食品经营有限公司"
    return (
        InspectionObject(id=number, register_no=f"91140900MA{number:07}X", name=name),
        Visit(
            id=number,
            ref=f"v{number}",
            number=f"XZ-2026-0001-{number:05}",
            draw_id=1,
            task_id=1,
            object_id=number,
            step="main",
            position=number,
            ticket="00",
        ),
        Draft(id=number, visit_id=number, unit_id=1),
        Result(
            id=number,
            ref=f"r{number}",
            number=f"XZ-2026-0001-{number:05}-01-1",
            visit_id=number,
            unit_id=1,
            version=1,
            draft_id=number,
            inspected_on=DAY,
            findings=findings,
            problem=False,
            state="released",
            submitted_by=1,
            submitted_at=NOW,
            published_at=NOW,
        ),
    )
