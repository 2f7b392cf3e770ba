"""The language that a person is spoken to in; the office group and the public pages keep the place's own."""

from models import Person
from services import journal
from services.work import Work


async def speak(work: Work, language: str) -> Person:
    """Speak to the actor in ``language`` (one of ``locales.texts.LANGUAGES``) from now on."""
    work.require("language.choose")
    person = await work.session.get_one(Person, work.actor.person_id)
    person.language = language
    work.session.add(person)
    await journal.record(work, "language.choose", f"person:{person.roster_no}", language=language)
    return person
