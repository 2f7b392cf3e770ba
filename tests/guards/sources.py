"""The house's own source as syntax trees, for the guards that read it."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
EDGES = ("bot", "handlers", "scheduler", "playground")
PACKAGES = (*EDGES, "services", "models", "locales", "profiles", "domain")
MIGRATIONS = "models/migrations"

Finder = Callable[[ast.Module], Iterable[tuple[int, str]]]


@dataclass(frozen=True)
class Module:
    """One file of ours; ``path`` is relative to the root, with forward slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How long the file is."""
        return len(self.text.splitlines())


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below the folders (all our packages by default), migrations' versions left out."""
    found = []
    for folder in folders or PACKAGES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            if not path.startswith(f"{MIGRATIONS}/versions/"):
                text = file.read_text("utf-8")
                found.append(Module(path, text, ast.parse(text)))
    return tuple(found)


def offences(find: Finder, within: Iterable[Module]) -> list[str]:
    """Where a finder finds something: ``path:line what``."""
    return [f"{module.path}:{line} {what}" for module in within for line, what in find(module.tree)]


def in_snippet(find: Finder, source: str) -> list[str]:
    """What a finder finds in a few lines of code: proves that it can."""
    return [what for _, what in find(ast.parse(source))]


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Everything in a tree; every guard walks the same trees."""
    return tuple(ast.walk(tree))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or method by its last name."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """``tell`` for both ``tell(…)`` and ``outbox.tell(…)``."""
    return dotted(call.func).rpartition(".")[2]


def dotted(node: ast.AST) -> str:
    """``a.b.c`` as written; what is no plain name becomes ``?``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def first_literal(call: ast.Call) -> str | None:
    """The first positional argument when it is written out."""
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        return call.args[0].value
    return None


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module by its full name, wherever the import stands."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
