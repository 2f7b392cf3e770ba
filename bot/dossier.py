"""尽职档案 as PDF, set by Typst with the bundled font."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import typst

from bot.charts import FAMILY, fonts
from bot.form_pdf import printable
from domain.dossier import Chapter, Clock, Dossier, Fact, JournalLine, Value, VisitFile
from locales.texts import Texts, day, moment, texts

PAGE = Path(__file__).with_name("dossier.typ")


def dossier_pdf(dossier: Dossier, language: str = "zh_CN") -> bytes:
    """The document. Some tenths of a second of processor time: call it in a thread."""
    return cast("bytes", _compiler(dossier, texts(language)).compile(PAGE.read_bytes(), format="pdf"))


def dossier_pictures(dossier: Dossier, language: str = "zh_CN") -> list[bytes]:
    """Its pages as PNG."""
    drawn = _compiler(dossier, texts(language)).compile(PAGE.read_bytes(), format="png", ppi=96)
    return drawn if isinstance(drawn, list) else [drawn]


def _compiler(dossier: Dossier, words: Texts) -> Any:
    shown = json.dumps(printable(set_out(dossier, words)), ensure_ascii=False)
    return typst.Compiler(font_paths=fonts(), sys_inputs={"file": shown})


def set_out(dossier: Dossier, words: Texts) -> dict[str, Any]:
    """Everything on the pages, in words."""
    head = dossier.head
    return {
        "lang": words.language[:2],
        "fonts": [FAMILY],
        "title": words.say("dossier.title"),
        "about": dossier.about,
        "notes": [
            words.say("dossier.made", d=dossier),
            words.say("dossier.journal_whole" if dossier.whole else "dossier.journal_broken", head=head),
            words.say("dossier.how"),
        ],
        "visits": [_visit(one, words) for one in dossier.visits],
    }


def _visit(visit: VisitFile, words: Texts) -> dict[str, Any]:
    return {
        "title": words.say("dossier.visit", v=visit),
        "clock_head": [words.say(f"dossier.head.{name}") for name in ("clock", "due", "standing")],
        "clocks": [_clock(one, words) for one in visit.clocks],
        "chapters": [_chapter(one, words) for one in visit.chapters],
        "journal_title": words.say("dossier.journal"),
        "journal_head": [words.say(f"dossier.head.{name}") for name in ("position", "at", "act", "hash")],
        "journal": [_entry(one) for one in visit.journal],
    }


def _clock(clock: Clock, words: Texts) -> list[str]:
    return [
        words.say(f"dossier.clock.{clock.key}"),
        day(clock.due_on, words.language),
        words.say(f"dossier.standing.{clock.standing}", c=clock),
    ]


def _chapter(chapter: Chapter, words: Texts) -> dict[str, Any]:
    facts = chapter.facts or (Fact("none", ""),)
    return {
        "title": words.say(f"dossier.chapter.{chapter.key}"),
        "facts": [[words.say(f"dossier.fact.{one.key}"), _value(one.value, words)] for one in facts],
    }


def _value(value: Value, words: Texts) -> str:
    match value:
        case datetime():
            return moment(value)
        case date():
            return day(value, words.language)
        case tuple():
            return "\n".join(value)
        case _:
            return value


def _entry(line: JournalLine) -> list[str]:
    return [str(line.position), moment(line.at), f"{line.act}\n{line.subject}", line.hash]
