"""What must be true of a drained office, whatever was killed. Each check names what it found broken."""

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing

from sqlmodel import col, select

from bot.database import opened
from models import Entry
from playground.markup import parse_html
from services.journal import broken
from tests.crash.child import PLAIN
from tests.crash.inspector import Typed
from tests.crash.office import Office
from tests.databases import ON_POSTGRESQL, ask
from tests.talk import settings_for

AGAIN = "（重发）\n"
Faults = Iterator[str]


def settled(office: Office) -> bool:
    """Nothing is waiting: no update, no letter, no original of a photo."""
    queue = office.play.world.bots[office.play.bot.token].queue
    if queue.peek(1, office.play.now()):
        return False
    waiting = ask(
        office.folder,
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')"
        " + (SELECT count(*) FROM letter WHERE state IN ('pending', 'sending'))"
        " + (SELECT count(*) FROM photo WHERE sha256 = '')",
    )
    return waiting == [(0,)]


def inbox(office: Office) -> Faults:
    """Every update that was pushed stands in the inbox once and is done."""
    rows = ask(office.folder, "SELECT update_id, state, error FROM inbox")
    stored = {row[0] for row in rows}
    yield from (f"update {row[0]} is {row[1]}: {row[2]}" for row in rows if row[1] != "done")
    lost = set(office.pushed) - stored - office.mortal.maybe_expired
    yield from (f"update {number} is lost" for number in sorted(lost))
    yield from (f"update {number} was never pushed" for number in stored - set(office.pushed))


def letters(office: Office) -> Faults:
    """Every letter was accepted; what was accepted again says so; at most one copy more a kill."""
    expected: dict[tuple[int, str], int] = Counter()
    for state, body, chat in ask(
        office.folder,
        "SELECT letter.state, body, coalesce(chat_id, telegram_id) FROM letter"
        " LEFT JOIN account ON account.person_id = letter.person_id",
    ):
        if state != "sent":
            yield f"a letter to {chat} is {state}: {body}"
        assert isinstance(chat, int)
        expected[chat, parse_html(str(body))[0].strip()] += 1
    accepted = _accepted(office)
    for key, owed in expected.items():
        copies = accepted.get(key, [])
        if len(copies) < owed:
            yield f"never accepted: {key}"
        if copies.count(False) > owed:
            yield f"{copies.count(False)} unmarked copies, {owed} owed: {key}"
    extra = extra_copies(expected, accepted)
    if extra > office.mortal.kills:
        yield f"{extra} copies too many for {office.mortal.kills} kills"


def _accepted(office: Office) -> dict[tuple[int, str], list[bool]]:
    """What stands in the chats, by chat and text: whether each copy is marked as sent again."""
    found: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for chat in office.play.world.chats.values():
        for message in chat.messages.values():
            if message.from_bot:
                found[chat.id, message.text.removeprefix(AGAIN)].append(message.text.startswith(AGAIN))
    return found


def extra_copies(expected: dict[tuple[int, str], int], accepted: dict[tuple[int, str], list[bool]]) -> int:
    """How many letters were accepted more often than they were written."""
    return sum(max(0, len(accepted.get(key, [])) - owed) for key, owed in expected.items())


def marked_copies(office: Office) -> int:
    """Messages that say they were sent again."""
    return sum(sum(marks) for marks in _accepted(office).values())


def assignments(office: Office) -> Faults:
    """One draw was held once; every place in a team has its one letter."""
    held = ask(office.folder, "SELECT count(*) FROM journal WHERE act = 'draw.hold'")
    if held != [(1,)]:
        yield f"the draw was held {held} times"
    wanted = ask(
        office.folder,
        "SELECT 'assigned:' || visit.number || ':' || assignment.person_id"
        " FROM assignment JOIN visit ON visit.id = assignment.visit_id",
    )
    written = ask(office.folder, "SELECT dedupe_key FROM letter WHERE kind = 'assigned'")
    if not wanted or Counter(wanted) != Counter(written):
        yield f"{len(wanted)} assignments, {len(written)} letters"


def reports(office: Office, typed: Sequence[Typed]) -> Faults:
    """Every answer, photo and submission is there once, as it was given last."""
    for one in typed:
        unit = "消防救援大队" if "消防设施" in one.answers else "市场监督管理局"
        drafts = ask(
            office.folder,
            "SELECT draft.id FROM draft JOIN visit ON visit.id = visit_id JOIN unit ON unit.id = unit_id"
            " WHERE visit.number = ? AND unit.name = ?",
            one.visit,
            unit,
        )
        if len(drafts) != 1:
            yield f"{one.visit} {unit}: {len(drafts)} drafts"
        for (draft,) in drafts:
            yield from _draft(office, one, draft)


def _draft(office: Office, typed: Typed, draft: object) -> Faults:
    rows = ask(
        office.folder,
        "SELECT item.name, outcome, draft_answer.remark FROM draft_answer JOIN item ON item.code = item_code"
        " WHERE draft_id = ?",
        draft,
    )
    wanted = sorted((name, *answer) for name, answer in typed.answers.items())
    if sorted(rows) != wanted:
        yield f"{typed.visit}: answers {rows}, given {wanted}"
    photos = ask(office.folder, "SELECT file_unique_id, sha256 FROM photo WHERE draft_id = ?", draft)
    if Counter(row[0] for row in photos) != Counter(typed.photos):
        yield f"{typed.visit}: {len(photos)} photos, sent {len(typed.photos)}"
    yield from _originals(office, photos)
    versions = ask(office.folder, "SELECT version FROM result WHERE draft_id = ?", draft)
    if typed.submitted and versions != [(1,)]:
        yield f"{typed.visit}: submitted, versions {versions}"


def _originals(office: Office, photos: Sequence[tuple[object, ...]]) -> Faults:
    for unique_id, digest in photos:
        path = office.folder / "photos" / f"{digest}.jpg"
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"the original of {unique_id} is not what was stored"


async def ledger(office: Office) -> Faults:
    """The journal's chain holds, no cause acted twice, the file is sound, results and entries agree."""
    found = []
    async with (
        opened(settings_for(office.play.url, office.folder), office.clock) as acts,
        acts.looks() as look,
    ):
        entries = list((await look.exec(select(Entry).order_by(col(Entry.position)))).all())
    if broken(entries) is not None:
        found.append(f"the journal is broken: {broken(entries)}")
    doubled = [cause for cause, times in Counter(entry.cause for entry in entries).items() if times > 1]
    found += [f"{cause} acted twice" for cause in doubled]
    submitted = sum(entry.act == "result.submit" for entry in entries)
    if ask(office.folder, "SELECT count(*) FROM result") != [(submitted,)]:
        found.append(f"{submitted} submissions in the journal, another number of results")
    if not ON_POSTGRESQL and ask(office.folder, "PRAGMA integrity_check") != [("ok",)]:
        found.append("the database file is damaged")
    return iter(found)


def kept_by_the_control(office: Office) -> set[object]:
    """Update ids that plain polling stored."""
    with closing(sqlite3.connect(office.folder / PLAIN)) as kept:
        return {row[0] for row in kept.execute("SELECT update_id FROM kept")}
