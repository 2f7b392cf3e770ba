"""A small office for tests: two units, a dozen objects, one task, people in every role."""

from dataclasses import dataclass
from datetime import date

from bot.acts import Acts
from domain.roles import Actor, Place, Role
from models import Chat, InspectionObject, Inspector, Item, Person, Task, Unit
from services import people
from services.work import Work

MARKET, FIRE, OFFICE = "市场监督管理局", "消防救援大队", "双随机办公室"
GROUP = -1001


@dataclass(frozen=True)
class Staffer:
    """Somebody of the rosters."""

    roster_no: str
    name: str
    unit: str
    roles: tuple[Role, ...]


STAFF = (
    Staffer("B-1", "甲办", OFFICE, (Role.OFFICE,)),
    Staffer("B-2", "乙办", OFFICE, (Role.OFFICE,)),
    Staffer("J-1", "丙督", OFFICE, (Role.AUDITOR,)),
    Staffer("S-0", "丁联", MARKET, (Role.LIAISON,)),
    Staffer("S-9", "戊审", MARKET, (Role.APPROVER,)),
    Staffer("X-0", "己联", FIRE, (Role.LIAISON,)),
    Staffer("X-9", "庚审", FIRE, (Role.APPROVER,)),
    *(Staffer(f"S-{n}", f"市检{n}", MARKET, (Role.INSPECTOR,)) for n in (1, 2, 3)),
    *(Staffer(f"X-{n}", f"消检{n}", FIRE, (Role.INSPECTOR,)) for n in (1, 2)),
)


async def found(acts: Acts, objects: int = 12) -> None:
    """Fill the registers."""
    async with acts.noting() as work:
        units = {name: await _unit(work, name) for name in (MARKET, FIRE, OFFICE)}
        for one in STAFF:
            await _person(work, one, units[one.unit])
        for n in range(1, objects + 1):
            work.session.add(_object(n))
        for code, name, unit in (
            ("SP-1", "进货查验记录", MARKET),
            ("SP-2", "标签标识", MARKET),
            ("XF-1", "消防设施", FIRE),
        ):
            work.session.add(Item(code=code, name=name, unit_name=unit, basis="示例条例第一条"))
        work.session.add(Chat(telegram_id=GROUP, purpose="office", title="办公室工作群", bound_at=work.now))
        work.session.add(
            Task(
                ref="task-one",
                year=2026,
                no="2026-01",
                name="食品销售联合抽查",
                lead_unit_id=units[MARKET],
                partners=[FIRE],
                item_codes=["SP-1", "SP-2", "XF-1"],
                scope="食品销售",
                quota={"floor": "25%"},
                window_from=date(2026, 4, 1),
                window_to=date(2026, 5, 31),
            )
        )


async def _unit(work: Work, name: str) -> int:
    unit = Unit(name=name)
    work.session.add(unit)
    await work.session.flush()
    assert unit.id is not None
    return unit.id


async def _person(work: Work, one: Staffer, unit_id: int) -> None:
    person = Person(roster_no=one.roster_no, name=one.name, unit_id=unit_id, phone="19900000000")
    work.session.add(person)
    await work.session.flush()
    assert person.id is not None
    await people.grant(work, person.id, *one.roles)
    if Role.INSPECTOR in one.roles:
        work.session.add(
            Inspector(person_id=person.id, certificate_no=one.roster_no, certificate_until=date(2027, 12, 31))
        )


def _object(n: int) -> InspectionObject:
    return InspectionObject(
        register_no=f"9199012400000000{n:02d}",
        name=f"示例商行{n}",
        sub_libraries=["食品销售"],
        address=f"示例街{n}号",
        grade="A" if n % 2 else "B",
        status="deregistered" if n == 1 else "active",
        contact_phone="19900001111",
    )


async def actor(acts: Acts, roster_no: str, place: Place = Place.PRIVATE) -> Actor:
    """Somebody of the rosters, as the gate would resolve them."""
    async with acts.looking() as look:
        person = await people.person_by_roster_no(look.session, roster_no)
        unit = await look.session.get_one(Unit, person.unit_id)
        assert person.id is not None
        return Actor(
            person_id=person.id,
            name=person.name,
            unit_id=unit.id,
            unit_name=unit.name,
            roles=await people.roles_now(look, person),
            place=place,
        )
