"""The small web face: health, the public pages, and a webhook that answers only for what it has stored."""

import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from pydantic import SecretStr
from sqlmodel import select

from bot import web
from bot.acts import Acts
from bot.web import SECRET_HEADER, WEBHOOK_PATH
from models import Update
from models.migrations import newest
from playground import Playground
from services.health import beat
from tests.conftest import StandingClock
from tests.talk import TOKEN, running, settings_for

SECRET = "a-secret_of-ours"
Client = TestClient[Request, Application]


class Bell:
    """Counts how often the workers were woken."""

    def __init__(self) -> None:
        self.rung = 0

    def ring(self) -> None:
        self.rung += 1


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def client(acts: Acts, tmp_path: Path, bell: Bell) -> AsyncIterator[Client]:
    route = web.webhook_route(acts, SECRET, bell.ring)
    async with TestClient(TestServer(web.build(acts, tmp_path / "public", route))) as client:
        yield client


async def posted(client: Client, body: object, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(WEBHOOK_PATH, data=data, headers=headers) as answer:
        return answer.status


async def stored(acts: Acts) -> list[int]:
    async with acts.looks() as session:
        return sorted(await session.exec(select(Update.update_id)))


async def test_a_service_is_ready_while_every_part_was_well_lately(
    acts: Acts, client: Client, clock: StandingClock
) -> None:
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"schema": newest()})
    async with acts.bookkeeping() as session:
        await beat(session, "tick", clock())
    async with client.get("/readyz") as answer:
        said = {"schema": newest(), "tick": "2026-04-01T02:00:00+00:00"}
        assert (answer.status, await answer.json()) == (200, said)
    clock.advance(minutes=6)
    async with client.get("/readyz") as answer:
        assert answer.status == 503
    async with client.get("/healthz") as answer:
        assert answer.status == 200


async def test_a_service_on_another_schema_is_alive_and_not_ready(acts: Acts, client: Client) -> None:
    async with acts.bookkeeping() as session:
        await beat(session, "tick", acts.clock())
        await (await session.connection()).exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    async with client.get("/readyz") as answer:
        assert (answer.status, (await answer.json())["schema"]) == (503, "0001")


async def test_a_service_without_its_database_is_alive_and_not_ready(acts: Acts, client: Client) -> None:
    async with acts.bookkeeping() as session:
        await (await session.connection()).exec_driver_sql("DROP TABLE beat")
    async with client.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"database": "OperationalError"})
    async with client.get("/healthz") as answer:
        assert answer.status == 200


async def test_metrics_are_read_over_the_web(client: Client) -> None:
    async with client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        assert "suicha_journal_position 0.0" in await answer.text()


async def test_the_front_door_leads_to_the_public_pages(client: Client, tmp_path: Path) -> None:
    (tmp_path / "public" / "index.html").write_text("公示")
    async with client.get("/") as answer:
        assert (str(answer.url.path), await answer.text()) == ("/public/index.html", "公示")


@pytest.mark.parametrize("path", ["/public/../suicha.db", "/public/%2e%2e/suicha.db", "/suicha.db"])
async def test_nothing_beside_the_public_pages_is_shown(client: Client, path: str) -> None:
    async with client.get(path) as answer:
        assert answer.status in {403, 404}


async def test_without_the_secret_nothing_is_read(acts: Acts, client: Client, bell: Bell) -> None:
    for secret in (None, "", "wrong", SECRET[:-1]):
        assert await posted(client, {"update_id": 1}, secret) == 401
    assert (await stored(acts), bell.rung) == ([], 0)


async def test_a_service_without_a_secret_takes_nothing_from_anybody(acts: Acts, tmp_path: Path) -> None:
    route = web.webhook_route(acts, "", lambda: None)
    async with TestClient(TestServer(web.build(acts, tmp_path / "public", route))) as client:
        assert await posted(client, {"update_id": 1}, "") == 401
    assert await stored(acts) == []


async def test_what_was_stored_is_answered_for_and_a_repetition_kept_once(
    acts: Acts, client: Client, bell: Bell
) -> None:
    for number in (5, 5, 3):
        assert await posted(client, {"update_id": number, "message": {"chat": {"id": 1}}}) == 200
    assert (await stored(acts), bell.rung) == ([3, 5], 3)


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"{}", b'{"update_id": null}'])
async def test_what_cannot_be_stored_is_not_answered_for(
    acts: Acts, client: Client, bell: Bell, body: bytes
) -> None:
    assert await posted(client, body) == 400
    assert (await stored(acts), bell.rung) == ([], 0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_service_with_a_webhook_hears_through_it(tmp_path: Path, clock: StandingClock) -> None:
    play = Playground(lambda: clock().timestamp(), limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    port = free_port()
    settings = settings_for(await play.start(), tmp_path).model_copy(
        update={"webhook_url": f"http://127.0.0.1:{port}", "webhook_secret": SecretStr(SECRET)}
    )
    user = play.add_user(1, "路人")
    async with running(settings, clock, port):
        await play.says(user, None, "/start")
        await play.wait_for(lambda: any("绑定链接" in m.text for m in play.messages(user)), 15)
        hook = play.bot.queue.webhook
        assert hook is not None
        assert (hook.secret, hook.url) == (SECRET, f"http://127.0.0.1:{port}{WEBHOOK_PATH}")
        assert not play.calls("getUpdates")
    await play.stop()
