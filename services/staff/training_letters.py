"""Letters of a training: who is to come, and the liaisons of their units, hear of it and of its end."""

from collections import Counter

from sqlmodel import col, select

from domain.notices_staff import TrainingCalled, TrainingCalledOff
from domain.roles import Role
from models import Letter, Person, Training
from services import outbox, people, quiet
from services.work import Work


async def call(work: Work, training: Training) -> None:
    """Everybody who is to come is told, and each unit's liaisons how many of the unit are."""
    rows = await work.session.exec(select(Person).where(col(Person.id).in_(training.invited)))
    invited = list(rows)
    for person in invited:
        await _tell(work, training, person.id or 0)
    for unit_id, count in Counter(one.unit_id for one in invited).items():
        for liaison in await people.holders(work.session, Role.LIAISON, unit_id):
            if liaison.id not in training.invited:
                await _tell(work, training, liaison.id or 0, count)


async def _tell(work: Work, training: Training, person_id: int, coming: int = 0) -> None:
    notice = TrainingCalled(
        ref=training.ref,
        topic=training.topic,
        on=training.held_on,
        place=training.place,
        hours=training.hours,
        issuer=training.issuer,
        content=training.content,
        coming=coming,
    )
    key, moment = f"training:{training.ref}:{person_id}", await quiet.slot(work, person_id)
    await outbox.tell(work, person_id, notice, key, about=_about(training), due_at=moment)


async def call_off(work: Work, training: Training) -> None:
    """Who was told hears that it does not count; a call that has not gone out does not go out any more."""
    rows = await work.session.exec(
        select(Letter).where(Letter.kind == TrainingCalled.kind, Letter.about == _about(training))
    )
    notice = TrainingCalledOff(training.topic, training.held_on, training.withdraw_reason)
    for letter in list(rows):
        if letter.state in outbox.WAITING:
            letter.state = "void"
        elif letter.person_id is not None:
            key = f"training_off:{training.ref}:{letter.person_id}"
            moment = await quiet.slot(work, letter.person_id)
            await outbox.tell(work, letter.person_id, notice, key, about=_about(training), due_at=moment)


def _about(training: Training) -> str:
    return f"training:{training.ref}"
