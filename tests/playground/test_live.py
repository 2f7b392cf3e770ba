"""The page's way to the server, and the same acts for a process elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from playground import Chat, Playground, User

if TYPE_CHECKING:
    from tests.playground.conftest import Hands, Raw


class Page:
    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def act(self, name: str, *, status: int = 200, **fields: Any) -> Any:
        async with self.session.post(f"{self.url}/play/{name}", json=fields) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def read(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/play/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        yield Page(session, playground.url)


async def test_every_act_of_a_person_can_be_done_over_http(
    page: Page, raw: Raw, lin: User, picture: bytes
) -> None:
    await page.act("opens", user=lin.id, start="abc")
    await page.act("says", user=lin.id, text="你好")
    await page.act("contact", user=lin.id)
    await page.act("location", user=lin.id, latitude=26.4, longitude=106.6)
    said = await page.act("says", user=lin.id, text="错", reply_to=1)
    await page.act("edits", user=lin.id, message_id=said["message"]["message_id"], text="对")
    form = aiohttp.FormData({"user": str(lin.id), "caption": "现场"}, quote_fields=False)
    for number in range(2):
        form.add_field(f"f{number}", picture, filename="a.png")
    async with page.session.post(f"{page.url}/play/photos", data=form) as response:
        assert response.status == 200
    form = aiohttp.FormData({"user": str(lin.id)}, quote_fields=False)
    form.add_field("f", b"1,2", filename="名单.csv")
    async with page.session.post(f"{page.url}/play/documents", data=form) as response:
        assert response.status == 200
    kinds = [set(update["message"]) for update in await raw.updates() if "message" in update]
    assert [{"text", "contact", "location", "photo", "document"} & kind for kind in kinds] == [
        {"text"}, {"text"}, {"contact"}, {"location"}, {"text"}, {"photo"}, {"photo"}, {"document"},
    ]  # fmt: skip
    await page.act("blocks", user=lin.id)
    await page.act("unblocks", user=lin.id)
    changes = [update for update in await raw.updates() if "my_chat_member" in update]
    assert len(changes) == 2


async def test_a_press_over_http_reaches_the_bot(page: Page, raw: Raw, started: User) -> None:
    markup = {"inline_keyboard": [[{"text": "收到", "callback_data": "seen"}]]}
    sent = await raw.result("sendMessage", chat_id=started.id, text="请", reply_markup=markup)
    where = {"user": started.id, "message_id": sent["message_id"]}
    pressed = await page.act("presses", button="收到", **where)
    query = (await raw.updates())[-1]["callback_query"]
    assert (query["id"], query["data"]) == (pressed["query"], "seen")
    await raw.result("answerCallbackQuery", callback_query_id=query["id"], text="好", show_alert=True)
    answer = await page.read(f"query/{query['id']}?wait=5")
    assert answer == {"answered": True, "text": "好", "alert": True}
    assert "no button" in (await page.act("presses", status=400, button="没有", **where))["error"]


async def test_a_process_can_wait_for_the_next_message(page: Page, raw: Raw, started: User) -> None:
    await raw.result("sendMessage", chat_id=started.id, text="新的")
    found = await page.read(f"messages?chat={started.id}&after=1&wait=5")
    assert [message["text"] for message in found] == ["新的"]
    assert await page.read(f"messages?chat={started.id}&after=2&wait=0.01") == []


async def test_people_and_groups_can_be_made_and_groups_moved(page: Page, playground: Playground) -> None:
    await page.act("users", id=31, first_name="吴桐", about="联络员")
    await page.act("groups", id=-31, title="群", members=[31])
    moved = await page.act("migrates", chat="-31")
    assert moved["type"] == "supergroup"
    state = await page.read("state")
    assert [user["about"] for user in state["users"]] == ["联络员"]
    assert {chat["gone"] for chat in state["chats"]} == {True, False}


async def test_the_stream_tells_what_happens(
    page: Page, raw: Raw, playground: Playground, started: User
) -> None:
    async with page.session.ws_connect(f"{page.url}/play/events") as stream:
        await playground.wait_for(lambda: playground.world.listeners)
        await raw.result("sendMessage", chat_id=started.id, text="一")
        await raw.result("editMessageText", chat_id=started.id, message_id=2, text="二")
        await raw.result("sendChatAction", chat_id=started.id, action="typing")
        await raw.result("deleteMessage", chat_id=started.id, message_id=2)
        kinds = [(await stream.receive_json(timeout=5))["type"] for _ in range(4)]
    assert kinds == ["message", "edited", "action", "deleted"]
    await playground.wait_for(lambda: not playground.world.listeners)


async def test_the_clock_is_read_and_moved(page: Page, hands: Hands) -> None:
    assert (await page.read("clock"))["unix"] == hands.at
    assert (await page.act("clock", advance=3600))["unix"] == hands.at + 3600
    moved = await page.act("clock", to="2026-04-15T09:00:00+08:00")
    assert moved["now"] == "2026-04-15T01:00:00+00:00"
    await page.act("clock", status=400, to="昨天")


async def test_a_host_that_owns_the_clock_is_asked_to_move_it(hands: Hands) -> None:
    moves: list[float] = []
    play = Playground(hands, on_clock=moves.append)
    play.add_bot("1:a", "a_bot")
    url = await play.start()
    async with aiohttp.ClientSession() as session:
        await Page(session, url).act("clock", advance=60)
    await play.stop()
    assert moves == [60]
    assert play.now() == hands.at


async def test_a_planned_fault_can_be_ordered_over_http(page: Page, raw: Raw, started: User) -> None:
    await page.act("fails", method="sendMessage", retry_after=3)
    answer = await raw.call("sendMessage", chat_id=started.id, text="一")
    assert answer["parameters"] == {"retry_after": 3}
    calls = await page.read("calls?method=sendMessage")
    assert [call["error"] for call in calls] == ["fault 429"]


async def test_the_menu_shows_the_narrowest_scope(
    page: Page, raw: Raw, office: Chat, lin: User, he: User
) -> None:
    async def offer(name: str, scope: dict[str, Any]) -> None:
        await raw.result("setMyCommands", commands=[{"command": name, "description": "-"}], scope=scope)

    await offer("all", {"type": "default"})
    await offer("own", {"type": "chat", "chat_id": lin.id})
    await offer("lead", {"type": "all_chat_administrators"})

    async def seen(chat: int, user: int) -> list[str]:
        return [one["command"] for one in await page.read(f"commands?chat={chat}&user={user}")]

    assert await seen(lin.id, lin.id) == ["own"]
    assert await seen(he.id, he.id) == ["all"]
    assert await seen(office.id, lin.id) == ["lead"]
    assert await seen(office.id, he.id) == ["all"]


async def test_the_page_has_what_the_host_configured(hands: Hands, tmp_path: Path) -> None:
    (tmp_path / "a.otf").write_bytes(b"font")
    jumps = [("到期限", "拨到期限当日", (1.0, 2.0))]
    play = Playground(
        hands, title="演练", hints=["先按开始"], opens_with=[7], jumps=jumps, static={"/fonts": tmp_path}
    )
    play.add_bot("1:a", "a_bot")
    url = await play.start()
    async with aiohttp.ClientSession() as session:
        config = await Page(session, url).read("config")
        assert (config["title"], config["hints"], config["opens_with"]) == ("演练", ["先按开始"], [7])
        assert config["jumps"] == [{"label": "到期限", "title": "拨到期限当日", "moments": [1.0, 2.0]}]
        for path, start in (("/", b"<!doctype html>"), ("/web/chat.js", b"//"), ("/fonts/a.otf", b"font")):
            async with session.get(url + path) as response:
                assert (await response.read()).startswith(start)
    await play.stop()


async def test_stopping_does_not_wait_for_open_pages(hands: Hands) -> None:
    play = Playground(hands)
    bot = play.add_bot("1:a", "a_bot")
    url = await play.start()
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/play/events") as stream:
        await play.wait_for(lambda: play.world.listeners)
        await play.stop()
        assert (await stream.receive(timeout=5)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
    assert bot.queue.closed


async def test_foreign_pages_and_hosts_are_refused(page: Page) -> None:
    for header in ({"Origin": "https://example.org"}, {"Host": "example.org"}):
        async with page.session.get(f"{page.url}/play/state", headers=header) as response:
            assert response.status == 403


async def test_only_this_computer_can_be_listened_on(hands: Hands) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        await Playground(hands).start(host="0.0.0.0")  # noqa: S104
