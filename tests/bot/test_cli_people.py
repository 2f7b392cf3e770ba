"""The first steps of an office: an invitation for a person of the roster, a code for the group."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.acts import Acts
from bot.database import opened
from bot.settings import Settings
from domain.errors import DomainError
from domain.roles import HOUSE
from models import Person
from services import people
from tests.commands import run
from tests.register_corpus import xlsx

Found = TypeVar("Found")


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A roster of one, in a data folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "人员.xlsx").write_bytes(
        xlsx([("单位工号", "姓名", "所在单位", "岗位角色"), ("B-1", "甲办", "办公室", "办公室")])
    )
    assert run("import", "inspectors", tmp_path / "人员.xlsx").exit_code == 0
    return tmp_path


def in_office(act: Callable[[Acts], Awaitable[Found]]) -> Found:
    """Do something on the office's database."""

    async def do() -> Found:
        async with opened(Settings()) as acts:
            return await act(acts)

    return asyncio.run(do())


def token_of(output: str) -> str:
    found = re.search(r"[\w-]{30,}", output)
    assert found
    return found[0]


async def enrol(acts: Acts, token: str, telegram_id: int) -> Person:
    async with acts.working(HOUSE, f"enrol:{telegram_id}") as work:
        return await people.enrol(work, token, telegram_id)


def test_an_invitation_names_the_person_and_opens_once() -> None:
    done = run("invite", "B-1")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "甲办" in done.stdout
    token = token_of(done.stdout)
    assert in_office(lambda acts: enrol(acts, token, 77)).roster_no == "B-1"
    with pytest.raises(DomainError, match=r"invite\.used"):
        in_office(lambda acts: enrol(acts, token, 78))


def test_a_second_invitation_ends_the_first() -> None:
    first, second = (token_of(run("invite", "B-1").stdout) for _ in range(2))
    with pytest.raises(DomainError, match=r"invite\.used"):
        in_office(lambda acts: enrol(acts, first, 77))
    assert in_office(lambda acts: enrol(acts, second, 77)).name == "甲办"


def test_nobody_of_that_number_is_said_on_stderr() -> None:
    done = run("invite", "B-404")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "B-404" in done.stderr


def test_a_code_binds_one_group() -> None:
    code = token_of(run("bind-code").stdout)

    async def bind(acts: Acts) -> None:
        async with acts.working(HOUSE, "bind") as work:
            await people.bind(work, code, -1001, "工作群")

    in_office(bind)
    with pytest.raises(DomainError, match=r"binding\.(unknown|taken)"):
        in_office(lambda acts: again(acts, code))


async def again(acts: Acts, code: str) -> None:
    async with acts.working(HOUSE, "bind again") as work:
        await people.bind(work, code, -1002, "另一个群")
