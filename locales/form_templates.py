"""Whether a form's template says only what it may: fields of the form, lines one by one, simple conditions.

Nothing of it is rendered here; a template that calls, assigns, filters or includes is refused.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes

from domain.errors import DomainError
from locales.forms import fields_known, sandbox

PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
Known = Mapping[str, frozenset[str]]
QUOTED = 60


def check_words(kind: str, source: str) -> None:
    """Raises ``forms.syntax``, ``forms.construct`` or ``forms.field``, each with its place."""
    try:
        tree = sandbox(markup=True).parse(source)
    except TemplateSyntaxError as wrong:
        raise DomainError(
            "forms.syntax", place=_place(source, wrong.lineno), reason=wrong.message or ""
        ) from wrong
    _Walk(source, fields_known(kind)).visit(tree, {})


def _place(source: str, line: int) -> str:
    """The words around a line, markup left out."""
    found = source.splitlines()[line - 1] if source else ""
    return "".join(part.rpartition(">")[2] for part in found.split("<")).strip()[:QUOTED]


class _Walk:
    """A walk through a template's tree, knowing the loop variables that hold at each point."""

    def __init__(self, source: str, known: Known) -> None:
        self._source, self._known = source, known

    def visit(self, node: nodes.Node, lines: Known) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, lines)
            return
        if not isinstance(node, PLAIN):
            raise self._construct(node)
        if isinstance(node, nodes.Getattr):
            self._line_field(node, lines)
            return
        if isinstance(node, nodes.Name) and node.name not in lines:
            self._field(node, self._known)
        for child in node.iter_child_nodes():
            self.visit(child, lines)

    def _loop(self, loop: nodes.For, lines: Known) -> None:
        target, over = loop.target, loop.iter
        if (
            not (isinstance(target, nodes.Name) and isinstance(over, nodes.Name))
            or loop.test
            or loop.recursive
        ):
            raise self._construct(loop)
        self._field(over, self._known)
        if not self._known[over.name]:
            raise self._construct(loop)
        for child in (*loop.body, *loop.else_):
            self.visit(child, {**lines, target.name: self._known[over.name]})

    def _line_field(self, node: nodes.Getattr, lines: Known) -> None:
        if not isinstance(node.node, nodes.Name) or node.node.name not in lines:
            raise self._construct(node)
        known = lines[node.node.name]
        if node.attr not in known:
            raise self._unknown(node.attr, node, known)

    def _field(self, node: nodes.Name, known: Known) -> None:
        if node.name not in known:
            raise self._unknown(node.name, node, frozenset(known))

    def _unknown(self, name: str, node: nodes.Node, known: frozenset[str]) -> DomainError:
        nearest = get_close_matches(name, sorted(known), n=1, cutoff=0.3)
        place = _place(self._source, node.lineno)
        return DomainError("forms.field", field=name, nearest=(nearest or [""])[0], place=place)

    def _construct(self, node: nodes.Node) -> DomainError:
        return DomainError("forms.construct", place=_place(self._source, node.lineno))
