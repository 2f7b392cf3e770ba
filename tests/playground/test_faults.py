"""Failures on order: what a bot sees, and what has happened all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from playground import Playground, User

if TYPE_CHECKING:
    from tests.playground.conftest import Raw


async def test_a_gateway_error_is_html_and_has_no_effect(
    raw: Raw, playground: Playground, started: User
) -> None:
    before = len(playground.messages(started))
    playground.fail_next("sendMessage")
    url = f"{playground.url}/bot{raw.token}/sendMessage"
    async with raw.session.post(url, json={"chat_id": started.id, "text": "一"}) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert len(playground.messages(started)) == before
    await raw.result("sendMessage", chat_id=started.id, text="二")


async def test_a_cut_after_the_effect_leaves_the_message_standing(
    raw: Raw, playground: Playground, started: User
) -> None:
    playground.fail_next("sendMessage", after_effect=True)
    with pytest.raises(aiohttp.ClientError):
        await raw.call("sendMessage", chat_id=started.id, text="到了吗")
    assert playground.last(started).text == "到了吗"


async def test_a_cut_without_effect_leaves_nothing(raw: Raw, playground: Playground, started: User) -> None:
    playground.fail_next("sendMessage", status=0)
    with pytest.raises(aiohttp.ClientError):
        await raw.call("sendMessage", chat_id=started.id, text="没到")
    assert playground.last(started).text != "没到"


async def test_a_fault_fits_its_method_and_chat_and_wears_off(
    raw: Raw, playground: Playground, started: User, he: User
) -> None:
    await playground.opens(he)
    playground.fail_next("sendMessage", started.id, retry_after=9, times=2)
    await raw.result("getMe")
    await raw.result("sendMessage", chat_id=he.id, text="好")
    for _ in range(2):
        answer = await raw.call("sendMessage", chat_id=started.id, text="好")
        assert answer["parameters"] == {"retry_after": 9}
    await raw.result("sendMessage", chat_id=started.id, text="好")


async def test_a_fault_for_any_method_spares_the_poll(raw: Raw, playground: Playground) -> None:
    playground.fail_next()
    await raw.updates()
    with pytest.raises(aiohttp.ContentTypeError):
        await raw.call("getMe")
    playground.fail_next("getUpdates", retry_after=2)
    assert (await raw.call("getUpdates"))["parameters"] == {"retry_after": 2}


async def test_a_refusal_can_be_worded(raw: Raw, playground: Playground, started: User) -> None:
    playground.fail_next(status=403, description="Forbidden: bot was blocked by the user")
    assert (await raw.call("sendMessage", chat_id=started.id, text="好"))["error_code"] == 403


async def test_calls_are_remembered_with_their_refusals(
    raw: Raw, playground: Playground, started: User
) -> None:
    await raw.call("sendMessage", chat_id=started.id, text="")
    await raw.call("sendMessage", chat_id=started.id, text="好")
    calls = playground.calls("sendMessage")
    assert [call.error for call in calls] == ["Bad Request: message text is empty", None]


async def test_waiting_in_vain_names_what_was_said(playground: Playground, started: User) -> None:
    with pytest.raises(TimeoutError, match="/start"):
        await playground.wait_for(lambda: False, timeout=0.01)
