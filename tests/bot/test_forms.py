"""Official forms as Word and PDF files, at their worst, and the office's own templates."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from fontTools.ttLib import TTFont

from bot import charts, form_docx, form_pdf
from bot.form_layouts import FORMS, layout
from domain.errors import DomainError
from domain.forms import KINDS, Form
from locales.forms import fields_known, filled
from scripts import make_forms
from tests.forms_samples import NOTICE, ORDINARY, RECORD, WHO, bare, endless

GUIDE = (FORMS.parent / "docs" / "forms.md").read_text("utf-8")
COMMON = {"实施机关", "检查部门", "编号", "制作日期"}
HOSTILE = "A&B <公司> {{ 编号 }} =1+1 #panic()"
each_form = pytest.mark.parametrize("form", ORDINARY, ids=lambda form: form.kind)


def said(content: bytes) -> str:
    """Every word of a Word file, tables included."""
    word = Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def written_by(*lines: str) -> bytes:
    """A Word file with some paragraphs."""
    word, raw = Document(), io.BytesIO()
    for line in lines:
        word.add_paragraph(line)
    word.save(raw)
    return raw.getvalue()


def named(kind: str) -> set[str]:
    """The fields that a layout places."""
    found = set()
    for block in layout(kind).blocks:
        found |= {name for row in block.get("pairs", ()) for name in row}
        found |= {block["table"]} if "table" in block else set()
        found |= set(re.findall(r"\{\{ (\S+) \}\}", str(block)))
    return found


@each_form
def test_every_layout_places_fields_that_its_form_has(form: Form) -> None:
    known = fields_known(form.kind)
    assert named(form.kind) - known.keys() == set()
    for block in layout(form.kind).blocks:
        if "table" in block:
            columns = {name for name, _ in block["columns"]}
            assert columns - known[block["table"]] <= {make_forms.BY_HAND}


@pytest.mark.parametrize("kind", KINDS)
def test_the_offices_guide_names_every_field(kind: str) -> None:
    row = next(line for line in GUIDE.splitlines() if f"| `{kind}` |" in line)
    known = fields_known(kind)
    wanted = {*known, *(name for lines in known.values() for name in lines)} - {"序号"}
    assert [name for name in wanted if name not in row and name not in COMMON] == []


def test_every_kind_has_a_sample() -> None:
    assert {form.kind for form in ORDINARY} == set(KINDS)


@each_form
def test_the_shipped_word_templates_are_what_the_layouts_make(form: Form) -> None:
    assert (FORMS / f"{form.kind}.docx").read_bytes() == make_forms.made(form.kind)


@each_form
def test_the_shipped_word_templates_pass_the_check(form: Form) -> None:
    form_docx.check(form.kind, (FORMS / f"{form.kind}.docx").read_bytes())


@each_form
def test_every_field_that_is_placed_is_filled_in_word(form: Form, tmp_path: Path) -> None:
    text, given = said(form_docx.docx(form, tmp_path)), filled(form)
    assert "{{" not in text
    assert "{%" not in text
    for name in named(form.kind):
        if isinstance(given[name], str):
            assert given[name] in text, name
            continue
        columns = next(b["columns"] for b in layout(form.kind).blocks if b.get("table") == name)
        for line in given[name]:
            assert all(line.get(column, "") in text for column, _ in columns)


def test_marks_of_markup_and_templates_in_a_name_stay_words(tmp_path: Path) -> None:
    hostile = type(RECORD)(**(vars(RECORD) | {"object_name": HOSTILE}))
    assert HOSTILE in said(form_docx.docx(hostile, tmp_path))
    assert HOSTILE in str(form_pdf.set_out(hostile))
    assert form_pdf.pdf(hostile).startswith(b"%PDF")


@each_form
def test_chinese_in_word_has_a_font_of_its_own(form: Form) -> None:
    with zipfile.ZipFile(FORMS / f"{form.kind}.docx") as package:
        xml = package.read("word/document.xml").decode()
    fonts = re.findall(r"<w:rFonts [^>]*>", xml)
    assert fonts
    assert all("w:eastAsia=" in font for font in fonts)


@each_form
@pytest.mark.parametrize("how", [endless, bare], ids=["endless", "bare"])
def test_endless_and_missing_values_make_a_form_too(form: Form, how: object, tmp_path: Path) -> None:
    changed = how(form)  # type: ignore[operator]
    assert form_pdf.pdf(changed).startswith(b"%PDF")
    assert "None" not in said(form_docx.docx(changed, tmp_path))


def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    pages = form_pdf.pictures(endless(RECORD), 30)
    assert len(pages) > 5
    assert "table.header(repeat: true" in (FORMS / "form.typ").read_text("utf-8")
    with zipfile.ZipFile(FORMS / "visit_record.docx") as package:
        assert b"<w:tblHeader/>" in package.read("word/document.xml")


@each_form
def test_every_character_of_a_form_is_in_the_bundled_font(form: Form) -> None:
    known = TTFont(charts.FONTS / "NotoSansSC.otf").getBestCmap()
    rare = type(form)(**(vars(form) | {"body_name": "虚构𠮷䶮县"}))
    shown = form_pdf.printable(form_pdf.set_out(rare))
    assert [char for char in str(shown) if ord(char) not in known] == []


def test_the_notice_shows_its_link_as_a_code_and_none_where_there_is_no_link() -> None:
    codes = {link: _code_of(replace(NOTICE, link=link)) for link in ("https://t.me/a?start=v_1", "", " ")}
    assert codes["https://t.me/a?start=v_1"].startswith("<svg")
    assert not codes[""]
    assert not codes[" "]


def _code_of(form: Form) -> str:
    image: str = next(block["image"] for block in form_pdf.set_out(form)["blocks"] if block["kind"] == "code")
    return image


def test_a_character_without_a_glyph_stands_as_its_code() -> None:
    rare = type(RECORD)(**(vars(RECORD) | {"object_name": "𠮷䶮商行"}))
    assert form_pdf.lacking("𠮷䶮商行") == "𠮷䶮"
    assert "〔U+20BB7〕〔U+4DAE〕商行" in str(form_pdf.printable(form_pdf.set_out(rare)))


def test_what_is_not_yet_reported_is_left_to_the_hand_and_what_is_missing_is_marked() -> None:
    given = filled(bare(RECORD))
    assert given["检查结果"].isspace()
    assert given["住所"] == "／"


def test_the_offices_own_template_is_used_until_it_is_dropped(tmp_path: Path) -> None:
    form_docx.Templates(tmp_path).keep("visit_record", written_by("本县自用：{{ 检查对象 }}"))
    assert said(form_docx.docx(RECORD, tmp_path)) == f"本县自用：{WHO['object_name']}"
    form_docx.Templates(tmp_path).drop("visit_record")
    assert "抽查情况记录表" in said(form_docx.docx(RECORD, tmp_path))


def test_lines_and_conditions_may_stand_in_a_template(tmp_path: Path) -> None:
    lines = ("{%p for 行 in 检查事项 %}", "{{ 行.序号 }}. {{ 行.事项名称 }}", "{%p endfor %}")
    condition = "{% if 不配合情况 != '／' %}拒绝：{{ 不配合情况 }}{% endif %}"
    form_docx.Templates(tmp_path).keep("visit_record", written_by(*lines, condition))
    assert said(form_docx.docx(RECORD, tmp_path)).startswith("1. 食品经营许可情况检查\n2. 食品标签")


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("对象：{{ 检查对像 }}", "forms.field", "检查对象"),
        ("{% for 行 in 检查事项 %}{{ 行.事项名 }}{% endfor %}", "forms.field", "事项名称"),
        ("对象：{{ 检查对象 }", "forms.syntax", "对象："),
        ("{% for 行 in 检查事项 %}{{ 行.序号 }}", "forms.syntax", ""),
        ("{{ 检查对象.__class__.__mro__ }}", "forms.construct", "检查对象"),
        ("{{ 检查对象|upper }}", "forms.construct", "检查对象"),
        ("{{ 检查对象.upper() }}", "forms.construct", ""),
        ("{% set x = 1 %}{{ 编号 }}", "forms.construct", ""),
        ("{% for x in range(9) %}{{ 编号 }}{% endfor %}", "forms.construct", ""),
        ("{% for x in 检查对象 %}{{ 编号 }}{% endfor %}", "forms.construct", ""),
        ("没有栏目", "forms.no_field", ""),
    ],
)
def test_a_template_that_does_not_fit_is_refused_with_its_place(line: str, code: str, hint: str) -> None:
    with pytest.raises(DomainError) as refused:
        form_docx.check("visit_record", written_by("编号", line))
    assert refused.value.code == code
    assert hint in str(refused.value.params)


def repacked(change: dict[str, bytes]) -> bytes:
    """The shipped template with parts added or replaced."""
    raw = io.BytesIO()
    with zipfile.ZipFile(FORMS / "notice.docx") as old, zipfile.ZipFile(raw, "w") as new:
        for name in {*old.namelist(), *change}:
            new.writestr(name, change.get(name) or old.read(name))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no zip", "forms.not_word"),
        (repacked({"word/vbaProject.bin": b"x"}), "forms.not_word"),
        (repacked({"word/document.xml": b"<broken"}), "forms.not_word"),
        (repacked({"docProps/core.xml": b"<a>{{ x }}</a>"}), "forms.tag_place"),
        (
            repacked(
                {
                    "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="a" '
                    b'Type="x/attachedTemplate" Target="https://example.org/x.dotm" TargetMode="External"/>'
                    b"</Relationships>"
                }
            ),
            "forms.outside",
        ),
        (b"x" * (form_docx.MOST_BYTES + 1), "forms.too_big"),
        (repacked({"word/media/a.bin": b"0" * (form_docx.MOST_UNPACKED + 1)}), "forms.too_big"),
    ],
    ids=["text", "macro", "broken", "properties", "remote", "big", "bomb"],
)
def test_a_file_that_is_more_or_less_than_a_template_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        form_docx.check("notice", content)
    assert refused.value.code == code
