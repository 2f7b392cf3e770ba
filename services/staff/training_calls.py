"""培训通知: announced before a draw to who is to come; who came is noted (湛江 二(六))."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.errors import DomainError
from models import Training
from services import journal
from services.staff import library, training_letters, trainings
from services.staff.trainings import Facts, attended, note, training_of
from services.work import Work


@dataclass(frozen=True)
class Turnout:
    """How many of those who were to come were there; ``others`` were there besides."""

    training: Training
    invited: int
    came: int
    others: int


async def announce(work: Work, facts: Facts, invited: Collection[int]) -> Training:
    """Those who are to come, and the liaisons of their units, are told. Raises ``training.nobody``."""
    work.require("training.announce")
    if not invited:
        raise DomainError("training.nobody", asked="")
    training = await trainings.write(work, facts)
    for person_id in invited:
        await library.person_of(work, person_id)
    training.invited, training.announced_at = sorted(invited), work.now
    work.session.add(training)
    await training_letters.call(work, training)
    on, number = str(facts.held_on), len(invited)
    await journal.record(work, "training.announce", f"training:{training.id}", held_on=on, people=number)
    return training


async def attend(work: Work, ref: str) -> Training:
    """Somebody who was called says that they were there.

    Raises ``training.unknown``, ``training.not_called``, ``training.not_yet`` before its day.
    """
    work.require("training.attend")
    training = await training_of(work, ref)
    if work.actor.person_id not in training.invited:
        raise DomainError("training.not_called")
    if training.held_on > work.today:
        raise DomainError("training.not_yet", day=training.held_on)
    person_id = work.actor.person_id
    assert person_id is not None  # noqa: S101 - it is among those called
    if person_id in await attended(work, training):
        raise DomainError("training.noted")
    await note(work, training, [person_id])
    await journal.record(work, "training.attend", f"training:{training.id}")
    return training


async def take(work: Work, ref: str, came: Collection[int]) -> Training:
    """The list that was signed, or names: these were there. Raises as ``attend`` and ``trainings.enter``."""
    work.require("training.enter")
    training = await training_of(work, ref)
    if training.held_on > work.today:
        raise DomainError("training.not_yet", day=training.held_on)
    await note(work, training, came)
    await journal.record(work, "training.enter", f"training:{training.id}", people=len(came))
    return training


async def turnouts(look: Work, of: Sequence[Training]) -> list[Turnout]:
    """Of those that were announced: who of the people called came."""
    return [await _turnout(look, one) for one in of if one.announced_at]


async def _turnout(look: Work, training: Training) -> Turnout:
    came = set(await attended(look, training))
    called = set(training.invited)
    return Turnout(training, len(called), len(came & called), len(came - called))
