"""The page of the local Bot API against its code: every method, every wording, both stock clients."""

import ast
import re
from collections.abc import Iterator

import pytest

import playground.bot_api
import playground.methods
from tests.guards.sources import ROOT, calls, modules

PAGE = (ROOT / "docs" / "bot-api.md").read_text("utf-8")
LISTED = re.findall(r"`([a-z]+[A-Z]\w+|close)`", PAGE.partition("## Methods")[2].partition("## Updates")[0])
CLIENTS = ("tests/playground/test_aiogram_client.py", "tests/playground/test_ptb_client.py")
OTHERWISE = {"getFile": r"\.(get_file|download)\(", "answerCallbackQuery": r"\.answer(_callback_query)?\("}
REFUSALS = ("bad_request", "forbidden", "conflict", "ApiError")
FEWEST = 8


def pieces(node: ast.expr) -> Iterator[str]:
    """The fixed words of a string, also of one with values in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from pieces(part)


def wordings(tree: ast.AST) -> Iterator[str]:
    """What a module refuses with, prefixes and quotes left aside."""
    for call in calls(tree, *REFUSALS):
        for argument in call.args:
            for piece in pieces(argument):
                words = re.sub(r"^(Bad Request|Forbidden|Conflict): ", "", piece).strip(" '\":;,")
                if len(words) >= FEWEST:
                    yield words.partition("Can't find")[0].partition("Text buttons")[0].strip(" :")


def unlisted(page: str, found: Iterator[str]) -> list[str]:
    """Wordings that a page does not have."""
    flat = re.sub(r"\s+", " ", page)
    return [words for words in found if words not in flat]


def test_the_page_lists_every_method_and_no_other() -> None:
    assert sorted(name.lower() for name in LISTED) == sorted(playground.methods.METHODS)


@pytest.mark.parametrize("client", CLIENTS)
def test_both_stock_clients_call_every_method(client: str) -> None:
    tried = (ROOT / client).read_text("utf-8")
    snake = {name: re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in LISTED}
    ways = {name: OTHERWISE.get(name, rf"\.{called}\(") for name, called in snake.items()}
    assert [name for name, way in ways.items() if not re.search(way, tried)] == []


def test_the_page_names_the_source_of_every_refusal() -> None:
    found = [words for module in modules("playground") for words in wordings(module.tree)]
    assert len(found) > 40
    assert unlisted(PAGE, iter(found)) == []


def test_a_wording_of_our_own_is_found() -> None:
    invented = ast.parse("raise bad_request(f'the {kind} is on holiday today')")
    assert unlisted(PAGE, wordings(invented)) == ["is on holiday today"]
