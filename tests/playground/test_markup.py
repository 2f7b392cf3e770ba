"""Telegram's HTML: what becomes of it, and how it is refused."""

from __future__ import annotations

import html
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import ApiError
from playground.markup import parse_html, units, with_found


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>段</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("县<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<b>粗", "Can't find end tag corresponding to start tag b"),
        ("<b>粗</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("粗</b>", "Unexpected end tag at byte offset 3"),
        ("3 < 4", "Unclosed start tag at byte offset 2"),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_its_place(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        (
            "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>",
            "abcd",
            "bold italic underline strikethrough",
        ),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", "spoiler spoiler"),
        ("<blockquote>a</blockquote>", "a", "blockquote"),
        ("<blockquote expandable>a</blockquote>", "a", "expandable_blockquote"),
        ("<b>一<i>二</i></b>", "一二", "bold italic"),
        ("&lt;&amp;&gt;&quot;&#65;&nbsp;", '<&>"A&nbsp;', ""),
        ("<b></b>a", "a", ""),
        ('<a href="nowhere">a</a>', "a", ""),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, kinds: str) -> None:
    plain, entities = parse_html(source)
    assert plain == text
    assert [entity["type"] for entity in entities] == kinds.split()


def test_a_link_and_a_language_are_kept() -> None:
    _, entities = parse_html(
        '<a href="https://a.cn/?x=1&amp;y=2">a</a><pre><code class="language-py">b</code></pre>'
    )
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.cn/?x=1&y=2"},
        {"type": "pre", "offset": 1, "length": 1, "language": "py"},
    ]


def test_white_space_around_a_message_is_trimmed_with_its_entities() -> None:
    assert parse_html(" \n<b>a </b>\n") == ("a", [{"type": "bold", "offset": 0, "length": 1}])


def test_commands_mentions_and_addresses_are_found_outside_code() -> None:
    text, entities = parse_html("/draw@county_bot 找 @linxiao：https://a.cn/x。<code>/no</code>")
    found = [
        (entity["type"], text[entity["offset"] : entity["offset"] + entity["length"]])
        for entity in with_found(text, entities)
    ]
    assert found == [
        ("bot_command", "/draw@county_bot"),
        ("mention", "@linxiao"),
        ("url", "https://a.cn/x"),
        ("code", "/no"),
    ]


@given(st.text(alphabet="县𠮷<>&\"'a\n", min_size=1))
def test_escaped_text_always_comes_back(words: str) -> None:
    text, entities = parse_html(f"<b>{html.escape(words)}</b>")
    assert text == words.strip()
    assert [entity["length"] for entity in entities] == ([units(text)] if text else [])


@given(st.text(alphabet='<>/bia &;="县'))
def test_no_source_breaks_the_parser(source: str) -> None:
    with suppress(ApiError):
        text, entities = parse_html(source)
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(text) for e in entities)
