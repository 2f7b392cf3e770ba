"""How updates wait, are confirmed, expire and are fought over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

from playground import Playground, Query, User

if TYPE_CHECKING:
    from tests.playground.conftest import Hands, Raw


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_a_later_request_confirms_them(
    raw: Raw, playground: Playground, started: User
) -> None:
    for text in ("一", "二", "三"):
        await playground.says(started, None, text)
    first = await raw.updates()
    assert texts(first) == texts(await raw.updates()) == ["一", "二", "三"]
    ids = [update["update_id"] for update in first]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert texts(await raw.updates(offset=ids[1])) == ["二", "三"]
    assert texts(await raw.updates(offset=ids[0])) == ["二", "三"]
    assert await raw.updates(offset=ids[2] + 1) == []


async def test_a_negative_offset_keeps_the_newest_and_forgets_the_rest(
    raw: Raw, playground: Playground, started: User
) -> None:
    for text in ("一", "二", "三"):
        await playground.says(started, None, text)
    assert texts(await raw.updates(offset=-2)) == ["二", "三"]
    assert texts(await raw.updates()) == ["二", "三"]


async def test_the_limit_bounds_a_batch(raw: Raw, playground: Playground, started: User) -> None:
    for number in range(120):
        await playground.says(started, None, str(number))
    assert len(await raw.updates(limit=7)) == 7
    assert len(await raw.updates(limit=500)) == 100


async def test_a_long_poll_ends_with_the_first_update(
    raw: Raw, playground: Playground, started: User
) -> None:
    poll = asyncio.ensure_future(raw.updates(timeout=30))
    await playground.wait_for(playground.hears)
    await playground.says(started, None, "到了")
    assert texts(await asyncio.wait_for(poll, 5)) == ["到了"]


async def test_the_newer_of_two_pollers_wins(raw: Raw, playground: Playground, started: User) -> None:
    older = asyncio.ensure_future(raw.call("getUpdates", timeout=30))
    await playground.wait_for(playground.hears)
    newer = asyncio.ensure_future(raw.updates(timeout=30))
    answer = await asyncio.wait_for(older, 5)
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await playground.says(started, None, "给新的")
    assert texts(await asyncio.wait_for(newer, 5)) == ["给新的"]


async def test_a_poller_that_died_is_not_taken_for_one_that_listens(raw: Raw, playground: Playground) -> None:
    poll = asyncio.ensure_future(raw.call("getUpdates", timeout=30))
    await playground.wait_for(playground.hears)
    poll.cancel()
    await playground.wait_for(lambda: not playground.hears())


async def test_allowed_updates_are_remembered(raw: Raw, playground: Playground, started: User) -> None:
    await raw.updates(allowed_updates=["callback_query"])
    await playground.says(started, None, "不要")
    assert await raw.updates() == []
    await raw.updates(allowed_updates=[])
    await playground.says(started, None, "要")
    assert texts(await raw.updates()) == ["要"]


async def press(raw: Raw, playground: Playground, user: User) -> Query:
    markup = {"inline_keyboard": [[{"text": "收到", "callback_data": "seen"}]]}
    await raw.result("sendMessage", chat_id=user.id, text="请确认", reply_markup=markup)
    query = await playground.presses(user, playground.last(user), "收到")
    assert isinstance(query, Query)
    return query


async def test_a_press_is_dropped_undelivered_after_150_seconds_and_a_message_after_a_day(
    raw: Raw, playground: Playground, started: User, hands: Hands
) -> None:
    await playground.says(started, None, "还在")
    await press(raw, playground, started)
    hands.at += 149
    assert [set(update) - {"update_id"} for update in await raw.updates()] == [
        {"message"},
        {"callback_query"},
    ]
    hands.at += 1
    assert texts(await raw.updates()) == ["还在"]
    hands.at += 86_400
    assert await raw.updates() == []


async def test_a_press_cannot_be_answered_after_150_seconds(
    raw: Raw, playground: Playground, started: User, hands: Hands
) -> None:
    query = await press(raw, playground, started)
    hands.at += 150
    refusal = await raw.refusal("answerCallbackQuery", callback_query_id=query.id, text="晚了")
    assert refusal == ("Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert query.answered is False
    assert "query ID is invalid" in await raw.refusal("answerCallbackQuery", callback_query_id="1")


async def test_an_update_of_any_shape_can_be_put_into_the_queue(raw: Raw, playground: Playground) -> None:
    playground.injects("message", {"text": 7})
    playground.injects("brand_new_kind", {})
    assert [set(update) - {"update_id"} for update in await raw.updates()] == [
        {"message"},
        {"brand_new_kind"},
    ]


async def test_people_send_what_the_playground_has_no_word_for(
    raw: Raw, playground: Playground, started: User
) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    await playground.sends(started, None, {"voice": voice})
    assert (await raw.updates())[-1]["message"]["voice"] == voice


async def test_an_edit_by_a_person_arrives_as_edited_message(
    raw: Raw, playground: Playground, started: User
) -> None:
    said = await playground.says(started, None, "错字")
    await playground.edits(started, said, "正字")
    edited = (await raw.updates())[-1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("正字", said.id)
    assert edited["edit_date"] >= edited["date"]


class Hook:
    """A webhook that fails as often as it is told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.got: list[tuple[str | None, dict[str, Any]]] = []

    async def receive(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.json_response({"method": "sendMessage", "chat_id": 2001, "text": "经由答复"})


async def test_a_webhook_gets_its_secret_again_until_it_accepts_and_may_answer_with_a_call(
    raw: Raw, playground: Playground, started: User
) -> None:
    hook = Hook(failures=1)
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await raw.result("setWebhook", url=url, secret_token="s3cret")
    await playground.says(started, None, "你好")
    await playground.wait_for(lambda: playground.last(started).text == "经由答复")
    assert [(secret, update["message"]["text"]) for secret, update in hook.got] == [("s3cret", "你好")]
    info = await raw.result("getWebhookInfo")
    assert "500" in info["last_error_message"]
    await runner.cleanup()


async def test_a_webhook_elsewhere_is_refused(raw: Raw) -> None:
    assert "bad webhook" in await raw.refusal("setWebhook", url="https://example.org/hook")
    refusal = await raw.refusal("setWebhook", url="http://127.0.0.1/hook", secret_token="秘密")
    assert refusal == "Bad Request: secret token contains unallowed characters"


async def test_the_token_may_be_percent_encoded_and_methods_written_in_any_case(raw: Raw) -> None:
    raw.token = raw.token.replace(":", "%3A")
    assert (await raw.result("GETME"))["is_bot"] is True


async def test_an_unknown_method_is_not_found(raw: Raw) -> None:
    assert await raw.refusal("sendDice") == "Not Found: method not found"


async def test_a_token_without_a_colon_is_none(raw: Raw) -> None:
    raw.token = "county"
    assert await raw.refusal("getMe") == "Unauthorized: invalid token specified"
