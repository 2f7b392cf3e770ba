"""Deadlines of a year as an iCalendar file (RFC 5545) for the calendar of a phone or an office program."""

from datetime import UTC
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from domain.deadlines import Due
from locales.texts import Texts, texts
from services.year.year_calendar import Entry, Ring, YearCalendar

PRODUCT = "-//SuiCha//Deadlines//ZH"


def year_ics(found: YearCalendar, language: str = "zh_CN") -> bytes:
    """The file. An entry keeps its UID from file to file: a calendar replaces what it took in before."""
    words = texts(language)
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", words.say("deadlines.calendar.name", name=found.name))
    for entry in found.entries:
        file.add_component(_event(found, entry, words))
    return cast("bytes", file.to_ical())


def _event(found: YearCalendar, entry: Entry, words: Texts) -> Event:
    event, due = Event(), entry.due
    event.add("uid", str(uuid5(NAMESPACE_URL, f"suicha:{found.owner}/{due.key}/{entry.year}")))
    event.add("dtstamp", found.made_at.astimezone(UTC))
    event.add("dtstart", due.due_on)
    event.add("sequence", entry.moved)
    event.add("summary", words.say("filings.name", d=due))
    event.add("description", words.say("deadlines.calendar.description", due=due))
    event.add("transp", "TRANSPARENT")
    for ring in entry.rings:
        event.add_component(_alarm(ring, due, words))
    return event


def _alarm(ring: Ring, due: Due, words: Texts) -> Alarm:
    """RFC 5545 3.8.6.3: an absolute trigger is in UTC."""
    alarm, name = Alarm(), ring.stage.name
    known = words.has(f"deadlines.stage.{name}")
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", ring.at.astimezone(UTC), parameters={"VALUE": "DATE-TIME"})
    alarm.add("description", words.say("deadlines.calendar.alarm", due=due, stage=name, known=known))
    return alarm
