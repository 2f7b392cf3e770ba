"""Every word that is asked for exists in both languages, with what it needs; none stands elsewhere."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from handlers.menu import ENTRIES
from locales.texts import HERE, LANGUAGES, texts, words
from tests.guards.sources import Module, called, calls, in_snippet, modules, offences
from tests.guards.sources import nodes as walked

CHINESE = re.compile(
    r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # characters
    r"|[\u00b7\u2018-\u201d\u2026\u3000-\u303f\uff00-\uff65]"  # marks, and wide letters and digits
)
NOT_SAID = {
    "国务院办公厅放假通知（chinesecalendar）": "what a document is called, in every language",
    "；": "between the values of one cell, as lists are read back and records are kept",
    "、": "the same, where records were kept with it",
    "\u3000": "the blank that a hand fills on paper",
}
READING = {
    *("compile", "split", "sub", "findall", "match", "search"),
    *("partition", "replace", "translate", "maketrans", "ord"),
    *("strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix", "count"),
}
"""Calls that take apart what others wrote; full-width marks stand in it."""
OTHERS_MARKS = {
    "domain/cell_values.py": "the marks and wide letters of foreign cells",
    "domain/columns.py": "what stands around the heading of a foreign column",
    "domain/profile_clauses.py": "how a place's file cites its clauses",
    "domain/open_data.py": "beginnings that a table program would run as a formula",
    "services/registers/sheets.py": "the same, in a foreign file",
    "domain/experts.py": "marks between names in a foreign cell",
}
APART = {
    "playground/": "the invented county: its people, its lists, what is played there",
    "bot/demo/": "headings of the invented county's lists",
    "domain/recount.py": "one file that the public carries away and runs alone, with its words",
}
FOR_THE_ARCHIVE = ("draw_rules.exclusion.", "draw_rules.hindrance.")  # codes of records, in words
TEMPLATES = ("notices", "screens", "documents")
GLOBALS = {"say", "range", "dict", "lipsum", "cycler", "joiner", "namespace"}
PARSER = texts()._plain


@cache
def pages(language: str) -> dict[str, Path]:
    """Longer texts by the name that ``Texts.page`` takes."""
    return {
        file.relative_to(HERE / language).with_suffix("").as_posix(): file
        for folder in TEMPLATES
        for file in (HERE / language / folder).glob("**/*.j2")
    }


@cache
def variables(language: str, name: str) -> frozenset[str]:
    """What a word (by key) or a page (by path) must be given."""
    page = pages(language).get(name)
    source = page.read_text("utf-8") if page else words(language)[name]
    return frozenset(meta.find_undeclared_variables(PARSER.parse(source)) - GLOBALS)


def test_every_language_has_the_same_words() -> None:
    first, *others = (set(words(language)) for language in LANGUAGES)
    assert [sorted(first ^ other) for other in others] == [[]]


def test_every_language_has_the_same_templates() -> None:
    first, *others = (set(pages(language)) for language in LANGUAGES)
    assert [sorted(first ^ other) for other in others] == [[]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_and_template_compiles(language: str) -> None:
    spoken = texts(language)
    for source in words(language).values():
        spoken._plain.from_string(source)
    for name in pages(language):
        spoken._pages.get_template(f"{name}.j2")


def test_both_languages_say_a_thing_from_the_same_facts() -> None:
    chinese, english = LANGUAGES
    differing = {
        name: sorted(variables(chinese, name) ^ variables(english, name))
        for name in (*words(chinese), *pages(chinese))
        if variables(chinese, name) != variables(english, name)
    }
    assert differing == {}


def test_no_word_is_empty() -> None:
    assert [key for language in LANGUAGES for key, word in words(language).items() if not word.strip()] == []


@dataclass(frozen=True)
class Use:
    """One place that asks for a word or page. ``given`` is ``None`` when it cannot be read off."""

    where: str
    name: str
    given: frozenset[str] | None = None
    whole: bool = True  # False: ``name`` is only how the key begins


NAMED_BY = {"say": "", "Say": "", "has": "", "page": "", "Screen": "screens/", "DomainError": "errors."}


def written(node: ast.AST) -> list[tuple[str, bool]]:
    """What is written out of a key, and whether that is all of it; two for ``"a" if … else "b"``."""
    if isinstance(node, ast.IfExp):
        return [*written(node.body), *written(node.orelse)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [(node.value, True)]
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [(str(node.values[0].value), False)]
    return []


@cache
def refusers() -> Mapping[str, tuple[str, int]]:
    """Functions that complete a code, ``refuse("no_clause")``: how its key begins, which argument it is."""
    found = {}
    for module in modules():
        for node in walked(module.tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            parameters = [one.arg for one in node.args.args if one.arg != "self"]
            for call in calls(node, "DomainError"):
                if "code" in parameters and ast.unparse(call.args[0]).endswith("{code}'"):
                    prefix = written(call.args[0])[0][0]
                    found[node.name] = (f"errors.{prefix}", parameters.index("code"))
    return found


def uses_in(module: Module) -> Iterator[Use]:
    """Words and pages that a module asks for by a literal or by the beginning of one."""
    spoken = dict(NAMED_BY) | ({"Button": ""} if module.path.startswith("domain/notices") else {})
    for call in calls(module.tree, *spoken):
        keywords = {keyword.arg for keyword in call.keywords}
        readable = called(call) in {"say", "page", "DomainError"} and None not in keywords
        given = frozenset(str(one) for one in keywords) if readable else None
        for name, whole in written(call.args[0]) if call.args else ():
            yield Use(f"{module.path}:{call.lineno}", spoken[called(call)] + name, given, whole)
    for call in calls(module.tree, *refusers()):
        prefix, position = refusers()[called(call)]
        for code, whole in written(call.args[position]) if len(call.args) > position else ():
            yield Use(f"{module.path}:{call.lineno}", prefix + code, whole=whole)


def template_uses(where: str, source: str) -> Iterator[Use]:
    """Words that another word or a page asks for."""
    for call in PARSER.parse(source).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "say":
            continue
        key = call.args[0]
        given = None if call.dyn_kwargs else frozenset(keyword.key for keyword in call.kwargs)
        if isinstance(key, nodes.Const):
            yield Use(f"{where}:{call.lineno}", str(key.value), given)
        elif isinstance(key, nodes.Concat) and isinstance(key.nodes[0], nodes.Const):
            yield Use(f"{where}:{call.lineno}", str(key.nodes[0].value), given, whole=False)


@cache
def uses() -> tuple[Use, ...]:
    """Everything that is asked for, in code, words and pages."""
    found = [
        use for module in modules() if not module.path.startswith("playground/") for use in uses_in(module)
    ]
    for language in LANGUAGES:
        for key, source in words(language).items():
            found += template_uses(f"{language}:{key}", source)
        for name, file in pages(language).items():
            found += template_uses(f"{language}/{name}.j2", file.read_text("utf-8"))
    return tuple(found)


def unknown(asked: Iterable[Use], language: str) -> list[str]:
    """Uses of what a language does not have."""
    known = {*words(language), *pages(language)}
    return [
        f"{use.where} {use.name}"
        for use in asked
        if not (use.name in known if use.whole else any(key.startswith(use.name) for key in known))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_asked_for_exists(language: str) -> None:
    assert unknown(uses(), language) == []


def test_a_missing_word_is_noticed() -> None:
    source = 'say("no.such")\nScreen("start")\nDomainError("no.such")\nsay(f"roles.{x}")\nsay(f"rolls.{x}")'
    asked = list(uses_in(Module("x.py", source, ast.parse(source))))
    assert unknown(asked, "en") == ["x.py:1 no.such", "x.py:3 errors.no.such", "x.py:5 rolls."]


def ungiven(asked: Iterable[Use], language: str) -> list[str]:
    """Uses that would not render: the word needs more than it is given."""
    return [
        f"{use.where} {use.name} needs {sorted(lacking)}"
        for use in asked
        if use.whole and use.given is not None and (lacking := _lacking(use, language))
    ]


def _lacking(use: Use, language: str) -> frozenset[str]:
    known = use.name in words(language) or use.name in pages(language)
    return variables(language, use.name) - (use.given or frozenset()) if known else frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_asked_for_is_given_what_it_needs(language: str) -> None:
    assert ungiven(uses(), language) == []


def test_a_word_without_its_facts_is_noticed() -> None:
    source = 'DomainError("person.unknown", number=1)\nDomainError("person.unknown", **facts)'
    asked = list(uses_in(Module("x.py", source, ast.parse(source))))
    assert ungiven(asked, "zh_CN") == ["x.py:1 errors.person.unknown needs ['roster_no']"]


def test_a_refusal_is_written_out_where_it_is_raised() -> None:
    def computed(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for call in calls(tree, "DomainError"):
            if not call.args or not written(call.args[0]):
                yield call.lineno, ast.unparse(call)

    assert offences(computed, modules()) == []
    assert in_snippet(computed, 'DomainError(code)\nDomainError("a.b")') == ["DomainError(code)"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_menu_has_its_button_its_typed_word_and_its_line_of_help(language: str) -> None:
    needed = {f"{table}.{entry.command}" for entry in ENTRIES for table in ("menu", "commands", "helps")}
    assert sorted(needed - set(words(language))) == []


def mentions() -> Iterator[Use]:
    """Keys that code hands on without saying them itself: whole ones, and the beginnings of f-strings."""
    for module in modules():
        for node in walked(module.tree):
            for name, whole in written(node):
                if name.endswith(".") if not whole else "." in name:
                    yield Use(module.path, name, whole=whole)


def left_over(known: Iterable[str], asked: Iterable[Use]) -> list[str]:
    """Words that nobody asks for."""
    asked = tuple(asked)
    whole = {use.name for use in asked if use.whole}
    beginnings = tuple({use.name for use in asked if not use.whole})
    return sorted(key for key in known if key not in whole and not key.startswith(beginnings))


def test_no_word_is_left_over() -> None:
    asked = [*uses(), *mentions(), *(Use("tests", name, whole=False) for name in FOR_THE_ARCHIVE)]
    assert left_over(words("zh_CN"), asked) == []


def test_a_word_left_over_is_noticed() -> None:
    asked = [Use("x", "a.b"), Use("x", "c.", whole=False)]
    assert left_over(["a.b", "a.d", "c.d"], asked) == ["a.d"]


def chinese(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Chinese words and marks in string literals; documentation may say 抽取, and marks may be read."""
    silent = {id(node.value) for node in walked(tree) if isinstance(node, ast.Expr)}
    for call in calls(tree, *READING):
        silent |= {id(part) for argument in call.args for part in walked(argument)}
    for node in walked(tree):
        literal = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
        if isinstance(literal, str) and CHINESE.search(literal) and literal not in NOT_SAID:
            yield node.lineno, literal  # type: ignore[attr-defined]


def test_no_chinese_stands_outside_the_locales() -> None:
    assert offences(chinese, spoken_code()) == []


def spoken_code() -> list[Module]:
    """Code whose words belong in ``locales/``."""
    return [one for one in modules() if not one.path.startswith((*APART, *OTHERS_MARKS))]


def test_chinese_in_code_is_noticed_and_documentation_is_not() -> None:
    source = '"""抽取"""\ndef f():\n    """抽取"""\n    # 抽取\n    return f"抽取{1}", f"{2}（", "ok"'
    assert in_snippet(chinese, source) == ["抽取", "（"]


def test_marks_that_are_read_are_not_said() -> None:
    assert in_snippet(chinese, 're.split("[，、]", x), x.replace("％", "%"), "：".join(x)') == ["："]


def test_exceptions_to_the_words_are_still_needed() -> None:
    literals = {
        str(node.value) for one in modules() for node in walked(one.tree) if isinstance(node, ast.Constant)
    }
    assert sorted(NOT_SAID.keys() - literals) == []
    apart = {path for path in (*APART, *OTHERS_MARKS) for one in modules() if one.path.startswith(path)}
    found = offences(chinese, [one for one in modules() if one.path.startswith(tuple(apart))])
    assert [
        path for path in (*APART, *OTHERS_MARKS) if not any(line.startswith(path) for line in found)
    ] == []
