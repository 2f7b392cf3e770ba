"""Official forms as PDF, set by Typst with the bundled font; no character of them is ever an empty box."""

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import segno
import typst
from PIL import ImageFont

from bot.charts import FAMILY, FONTS, fonts
from bot.form_layouts import FORMS, layout
from domain.forms import Form
from locales.forms import BLANK, filled, paragraph
from locales.texts import texts

NEVER_A_CHARACTER = "\U0010ffff"


def pdf(form: Form) -> bytes:
    """The form as PDF. Takes about 0.2 s of processor time: call it in a thread."""
    return cast("bytes", _compiler(form).compile(_page(), format="pdf"))


def pictures(form: Form, per_inch: int = 96) -> list[bytes]:
    """The form's pages as PNG."""
    drawn = _compiler(form).compile(_page(), format="png", ppi=per_inch)
    return drawn if isinstance(drawn, list) else [drawn]


def _page() -> bytes:
    return (FORMS / "form.typ").read_bytes()


def _compiler(form: Form) -> Any:
    shown = json.dumps(printable(set_out(form)), ensure_ascii=False)
    return typst.Compiler(font_paths=fonts(), sys_inputs={"form": shown})


def set_out(form: Form) -> dict[str, Any]:
    """The form's blocks with every field in its place, as the page takes them."""
    plan, given = layout(form.kind), filled(form)
    return {
        "fonts": [FAMILY],
        "title": plan.title,
        "number": paragraph(plan.number, given),
        "wide": plan.wide,
        "letter": plan.letter,
        "blocks": [_block(block, given) for block in plan.blocks],
    }


def _block(block: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    match block:
        case {"pairs": rows}:
            return {"kind": "pairs", "rows": [[[name, given[name]] for name in row] for row in rows]}
        case {"table": field, "columns": columns}:
            head, widths = zip(*columns, strict=True)
            none = texts().say("forms.none_lines")
            rows = [[line.get(name, BLANK) for name in head] for line in given[field]]
            return {"kind": "table", "head": head, "widths": widths, "rows": rows, "none": none}
        case {"sign": lines}:
            note = paragraph(block.get("note", ""), given)
            return {"kind": "sign", "lines": lines, "note": note, "date": texts().say("forms.signed_on")}
        case {"code": source}:
            return {"kind": "code", "image": _drawn_code(paragraph(source, given)), "note": block["note"]}
        case {"closing": lines}:
            return {"kind": "closing", "lines": [paragraph(line, given) for line in lines]}
        case _:
            ((kind, source),) = block.items()
            return {"kind": kind, "text": paragraph(source, given)}


def _drawn_code(link: str) -> str:
    """The code as an SVG with its quiet zone; nothing where there is no link."""
    if not link.strip():
        return ""
    drawn = io.BytesIO()
    segno.make_qr(link, error="m").save(drawn, kind="svg", xmldecl=False)
    return drawn.getvalue().decode()


def lacking(text: str) -> str:
    """The characters of a text that the bundled font has not."""
    return "".join(char for char in dict.fromkeys(text) if not _is_known(char))


@cache
def _is_known(char: str) -> bool:
    return char.isspace() or _drawn(char) != _drawn(NEVER_A_CHARACTER)


def _drawn(char: str) -> bytes:
    return bytes(_bundled().getmask(char))


@cache
def _bundled() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "NotoSansSC.otf", 24)


def printable(value: Any) -> Any:
    """What no font of ours can draw stands as its code."""
    match value:
        case str():
            return "".join(char if _is_known(char) else _code(char) for char in value)
        case dict():
            return {name: printable(one) for name, one in value.items()}
        case list() | tuple():
            return [printable(one) for one in value]
        case _:
            return value


def _code(char: str) -> str:
    return texts().say("forms.no_glyph", code=f"{ord(char):04X}")
