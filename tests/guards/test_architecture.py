"""What the import contracts cannot say: positive lists, clocks, chance, commits, sizes."""

import ast
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pytest

from domain.roles import ACTS
from tests.guards.sources import (
    MIGRATIONS,
    PACKAGES,
    ROOT,
    Module,
    calls,
    dotted,
    first_literal,
    imports,
    in_snippet,
    modules,
    nodes,
    offences,
)

BELOW_THE_ROOT = tuple(name for name in PACKAGES if name != "bot")
TIMELESS = tuple(name for name in BELOW_THE_ROOT if name != "playground")

MAY_IMPORT: dict[str, frozenset[str]] = {
    "domain": frozenset(),
    "profiles": frozenset(),
    "locales": frozenset({"domain", "jinja2", "babel"}),
    "models": frozenset({"domain", "sqlmodel", "sqlalchemy", "alembic", "aiosqlite"}),
    "services": frozenset(
        {"domain", "models", "locales", "profiles", "sqlmodel", "sqlalchemy", "structlog"}
        | {"python_calamine", "xlsxwriter", "chinese_calendar"}
    ),
    "handlers": frozenset({"services", "domain", "locales", "aiogram", "aiogram_dialog", "structlog"}),
    "scheduler": frozenset({"services", "domain", "apscheduler", "structlog"}),
    "playground": frozenset({"aiohttp"}),
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "func.now",
    "func.current_timestamp",
}
CHANCE = {"random", "numpy", "secrets", "uuid"}
MODULE_LINES = 300
LONGER = {
    "domain/recount.py": "one file that the public carries away and runs alone",
}
NOWHERE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}


def foreign(module: Module) -> Iterator[str]:
    """Imports that the table does not give to the module's package."""
    package = module.path.partition("/")[0]
    allowed = MAY_IMPORT[package] | {package} | sys.stdlib_module_names
    for line, name in imports(module.tree):
        if name.partition(".")[0] not in allowed:
            yield f"{module.path}:{line} {name}"


@pytest.mark.parametrize("package", BELOW_THE_ROOT)
def test_a_package_imports_only_what_the_table_gives_it(package: str) -> None:
    assert [line for module in modules(package) for line in foreign(module)] == []


def test_the_table_of_imports_notices_what_it_does_not_give() -> None:
    source = "import json\nfrom domain import x\ndef f():\n    import numpy\n    from . import y\n"
    module = Module("domain/bad.py", source, ast.parse(source))
    assert list(foreign(module)) == ["domain/bad.py:4 numpy", "domain/bad.py:5 ."]


def test_every_package_of_the_distribution_is_under_the_contracts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found == set(PACKAGES)
    assert found == {name.partition(".")[0] for name in project["setuptools"]["packages"]}
    assert found == set(project["importlinter"]["root_packages"])


def commits(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that open or close a transaction."""
    for call in calls(tree, "commit", "rollback", "begin", "begin_nested"):
        yield call.lineno, dotted(call.func)


def test_only_the_composition_root_commits() -> None:
    below = [one for one in modules(*BELOW_THE_ROOT) if not one.path.startswith(MIGRATIONS)]
    assert offences(commits, below) == []


def test_a_commit_is_noticed() -> None:
    source = "await work.session.commit()\nwith session.begin(): pass"
    assert in_snippet(commits, source) == ["work.session.commit", "session.begin"]


def clocks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where the machine's clock is read, called or handed on."""
    for node in nodes(tree):
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            if ".".join(name.split(".")[-2:]) in CLOCKS:
                yield node.lineno, name
    yield from ((line, f"import {name}") for line, name in imports(tree) if name == "time")


def test_nobody_below_the_edges_reads_the_clock() -> None:
    assert offences(clocks, modules(*TIMELESS)) == []


def test_a_read_clock_is_noticed() -> None:
    source = "import time, datetime\nf = datetime.datetime.now\nx = date.today()\ny = work.now"
    assert in_snippet(clocks, source) == ["datetime.datetime.now", "date.today", "import time"]


def chance(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Chance that nobody could recompute."""
    for line, name in imports(tree):
        if name.partition(".")[0] in CHANCE:
            yield line, name
    for node in nodes(tree):
        if isinstance(node, ast.Attribute) and node.attr == "urandom":
            yield node.lineno, dotted(node)


def test_the_rules_throw_no_dice_of_their_own() -> None:
    assert offences(chance, modules("domain")) == []


def test_dice_are_noticed() -> None:
    assert in_snippet(chance, "from random import Random\nx = os.urandom(3)") == ["random", "os.urandom"]


def bare_tasks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Tasks that nobody holds: the loop keeps weak references only, and errors vanish."""
    groups = {
        dotted(item.optional_vars)
        for node in nodes(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if item.optional_vars and "TaskGroup" in ast.dump(item.context_expr)
    }
    for node in nodes(tree):
        if isinstance(node, ast.Call) and dotted(node.func) in {"asyncio.create_task", "create_task"}:
            yield node.lineno, "asyncio.create_task"
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            name = dotted(node.value.func)
            owner, _, last = name.rpartition(".")
            if last in {"create_task", "ensure_future"} and owner not in groups | {"asyncio"}:
                yield node.lineno, name


def test_no_task_runs_unheld() -> None:
    assert offences(bare_tasks, modules()) == []


def test_an_unheld_task_is_noticed() -> None:
    source = (
        "asyncio.create_task(a())\n"
        "loop.create_task(b())\n"
        "kept = loop.create_task(c())\n"
        "async def f():\n"
        "    async with asyncio.TaskGroup() as group:\n"
        "        group.create_task(d())\n"
    )
    assert sorted(in_snippet(bare_tasks, source)) == ["asyncio.create_task", "loop.create_task"]


def dropped_updates(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where waiting messages would be thrown away."""
    for node in nodes(tree):
        if isinstance(node, ast.keyword) and node.arg == "drop_pending_updates":
            yield node.lineno, node.arg
        elif isinstance(node, ast.Constant) and node.value == "drop_pending_updates":
            yield node.lineno, node.value


def test_no_start_throws_waiting_messages_away() -> None:
    ours = [one for one in modules() if not one.path.startswith("playground/")]
    assert offences(dropped_updates, ours) == []


def test_thrown_away_messages_are_noticed() -> None:
    source = "bot.delete_webhook(drop_pending_updates=True)\nf(**{'drop_pending_updates': 1})"
    assert len(in_snippet(dropped_updates, source)) == 2


def loaded_by(code: str) -> set[str]:
    """The chat libraries in memory after some code ran in an interpreter of its own."""
    ask = "\nimport sys; print('loaded', *sorted({m.partition('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code + ask], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("loaded")[2].split()) & {"aiogram", "aiogram_dialog", "telegram"}


def all_of(within: Iterable[Module]) -> str:
    """Code that imports modules."""
    paths = [one.path for one in within if one.path != f"{MIGRATIONS}/env.py"]  # alembic runs that one
    names = [".".join(PurePosixPath(path).with_suffix("").parts) for path in paths]
    return "\n".join(f"import {name.removesuffix('.__init__')}" for name in names)


def test_rules_tables_words_and_services_load_no_chat_library() -> None:
    assert loaded_by(all_of(modules("domain", "models", "locales", "services"))) == set()


def test_tests_of_rules_and_services_load_no_chat_library() -> None:
    assert loaded_by(all_of(modules("tests/domain", "tests/services"))) == set()


def test_a_loaded_chat_library_is_noticed() -> None:
    assert "telegram" in loaded_by("import telegram")


def test_the_command_line_recounts_without_a_chat_library() -> None:
    run = (
        "import runpy, sys\n"
        "sys.argv = ['bot', 'recount', '--help']\n"
        "try:\n    runpy.run_module('bot', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
    )
    assert loaded_by(run) == set()


def required(within: Iterable[Module]) -> dict[str, str]:
    """Acts asked of the role table, with one place each."""
    return {
        act: f"{module.path}:{call.lineno}"
        for module in within
        for call in calls(module.tree, "require", "may")
        if (act := first_literal(call)) or (act := _second_literal(call))
    }


def _second_literal(call: ast.Call) -> str | None:
    """The act of ``require(actor, "act")``."""
    last = call.args[-1] if call.args else None
    return last.value if isinstance(last, ast.Constant) and isinstance(last.value, str) else None


def test_every_act_that_is_asked_for_stands_in_the_role_table() -> None:
    asked = required(modules())
    assert {act: where for act, where in asked.items() if act not in ACTS} == {}


def test_every_act_of_the_role_table_is_asked_for() -> None:
    assert sorted(ACTS.keys() - required(modules()).keys()) == []


def test_asking_for_an_act_is_noticed_in_both_spellings() -> None:
    source = 'work.require("draw.hold")\nrequire(actor, "draw.void")\nrequire(actor, act)'
    asked = required([Module("x.py", source, ast.parse(source))])
    assert asked == {"draw.hold": "x.py:1", "draw.void": "x.py:2"}


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {one.path: set(PurePosixPath(one.path).with_suffix("").parts) for one in modules()}
    assert [path for path, parts in names.items() if parts & NOWHERE] == []


def test_no_module_outgrows_its_reader() -> None:
    assert [
        f"{one.path} {one.lines}" for one in modules() if one.lines >= MODULE_LINES and one.path not in LONGER
    ] == []


def test_exceptions_to_the_size_are_still_needed() -> None:
    assert [one.path for one in modules() if one.path in LONGER and one.lines < MODULE_LINES] == []


def function_lengths(within: Iterable[Module]) -> list[int]:
    """Lines of every function, from ``def`` to its end."""
    return sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for module in within
        for node in nodes(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_functions_are_short() -> None:
    lengths = function_lengths(modules())
    median, tenth_longest = statistics.median(lengths), lengths[int(len(lengths) * 0.9)]
    assert (median < 10, tenth_longest < 22) == (True, True), (median, tenth_longest)


def test_lengths_are_measured() -> None:
    source = "def f():\n    a()\n    b()\nasync def g(): pass"
    assert function_lengths([Module("x.py", source, ast.parse(source))]) == [1, 3]
