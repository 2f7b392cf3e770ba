"""撤下公示 and 更正: what was public goes with a trace, by two people, and never says again what it said."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.acts import Acts
from bot.publish import files_of
from domain.disclosure import Site
from domain.errors import DomainError
from domain.public_log import log_of
from domain.public_trace import CORRECTED, TAKEDOWN_REASONS
from models import Person, Result, Takedown, Visit
from services.publication import public_site, takedowns
from services.year import summaries
from tests.county import actor, found
from tests.rows import Rows, key
from tests.services.test_draws import cause

DOCUMENT = "某政发〔2026〕9号，登记的对象有误"
NAME = "虚构撤下公司"


@dataclass
class Public:
    """A published result, and what makes another version of it."""

    rows: Rows
    visit: Visit
    person: Person
    result: Result


async def publish(acts: Acts, result: Result, day: int = 2) -> Result:
    async with acts.noting() as work:
        row = await work.session.get_one(Result, key(result))
        row.published_at = work.now.replace(day=day)
    return row


@pytest.fixture
async def public(acts: Acts) -> Public:
    await found(acts)
    rows = Rows(acts)
    unit = await rows.unit("撤下局")
    person = await rows.person(unit, "林检查员")
    visit = await rows.visit(await rows.draw(await rows.task(unit)), NAME)
    await rows.sent(visit, person)
    result = await rows.result(visit, person, outcome="problem_pending", remark="业主张三")
    return Public(rows, visit, person, await publish(acts, result))


async def ask(acts: Acts, number: str, reason: str = "wrong", document: str = DOCUMENT) -> Takedown:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await takedowns.ask(work, number, reason, document)


async def decide(acts: Acts, who: str, one: Takedown, *, approve: bool = True) -> None:
    async with acts.working(await actor(acts, who), cause()) as work:
        await takedowns.decide(work, one.ref, approve=approve)


async def take_down(acts: Acts, result: Result, reason: str = "wrong") -> None:
    await decide(acts, "B-2", await ask(acts, result.number, reason))


async def shown(acts: Acts) -> Site:
    async with acts.looking() as look:
        return await public_site.site(look)


async def rate(acts: Acts) -> tuple[int, int]:
    async with acts.looking() as look:
        share = next(one for one in (await summaries.gather(look)).shares if one.key == "publication_rate")
        return share.done, share.total


async def test_what_was_taken_down_leaves_its_number_day_and_class_and_nothing_it_said(
    acts: Acts, public: Public
) -> None:
    await take_down(acts, public.result)
    site = await shown(acts)
    (trace,) = site.gone
    assert site.results == ()
    assert (trace.number, trace.reason, trace.replaced_by) == (public.result.number, "wrong", "")
    files = files_of(site)
    for name in (f"objects/{trace.object_slug}.html", f"tasks/{trace.task_no}.html"):
        assert f"{trace.number}：2026年4月" in files[name].decode()
        assert "内容有误" in files[name].decode()
    everything = b"\n".join(files.values()).decode()
    outcome = "发现问题待后续处理"
    assert [word for word in (NAME, DOCUMENT, "张三") if word in everything] == []
    assert outcome not in files[f"tasks/{trace.task_no}.html"].decode()
    assert trace.number not in files["results.csv"].decode()


async def test_until_the_second_person_s_word_it_stays_and_after_a_refusal_too(
    acts: Acts, public: Public
) -> None:
    one = await ask(acts, public.result.number)
    assert len((await shown(acts)).results) == 1
    await decide(acts, "B-2", one, approve=False)
    assert len((await shown(acts)).results) == 1
    await take_down(acts, public.result)
    assert (await shown(acts)).results == ()


async def test_whoever_asked_cannot_decide_and_nobody_decides_twice(acts: Acts, public: Public) -> None:
    one = await ask(acts, public.result.number)
    with pytest.raises(DomainError) as own:
        await decide(acts, "B-1", one)
    await decide(acts, "B-2", one)
    with pytest.raises(DomainError) as again:
        await decide(acts, "B-2", one)
    assert (own.value.code, again.value.code) == ("second_person.own", "second_person.decided")


@pytest.mark.parametrize(
    ("number", "reason", "document", "code"),
    [
        ("X", "wrong", DOCUMENT, "second_person.unknown"),
        ("", "scandal", DOCUMENT, "second_person.ground"),
        ("", "wrong", "  ", "second_person.document"),
    ],
)
async def test_a_takedown_names_a_result_a_listed_reason_and_a_document(  # noqa: PLR0917 - table of refusals
    acts: Acts, public: Public, number: str, reason: str, document: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        await ask(acts, number or public.result.number, reason, document)
    assert refused.value.code == code


async def test_only_what_the_public_sees_now_is_taken_down(acts: Acts, public: Public) -> None:
    secret = await public.rows.result(public.visit, public.person, version=2)
    with pytest.raises(DomainError) as unpublished:
        await ask(acts, secret.number)
    await publish(acts, secret, 3)
    with pytest.raises(DomainError) as replaced:
        await ask(acts, public.result.number)
    await take_down(acts, secret)
    with pytest.raises(DomainError) as twice:
        await ask(acts, secret.number)
    assert [one.value.code for one in (unpublished, replaced, twice)] == [
        "takedown.not_published",
        "takedown.replaced",
        "takedown.twice",
    ]


async def test_a_corrected_result_is_replaced_with_its_old_number_and_the_day_beside_it(
    acts: Acts, public: Public
) -> None:
    new = await publish(acts, await public.rows.result(public.visit, public.person, version=2), 9)
    site = await shown(acts)
    assert [one.number for one in site.results] == [new.number]
    (trace,) = site.gone
    assert (trace.reason, trace.replaced_by, trace.ended_on.day) == (CORRECTED, new.number, 9)
    page = files_of(site)[f"objects/{trace.object_slug}.html"].decode()
    assert f"2026年4月9日已更正，原结果编号 {public.result.number}" in page
    assert "发现问题待后续处理" not in page


async def test_a_version_that_is_not_public_yet_leaves_the_old_one_standing(
    acts: Acts, public: Public
) -> None:
    await public.rows.result(public.visit, public.person, version=2)
    assert [one.number for one in (await shown(acts)).results] == [public.result.number]


@pytest.mark.parametrize(("reason", "rated"), [("wrong", (0, 1)), ("not_public", (0, 0))])
async def test_a_result_taken_down_is_not_counted_as_published_and_what_the_law_hides_not_at_all(
    acts: Acts, public: Public, reason: str, rated: tuple[int, int]
) -> None:
    assert await rate(acts) == (1, 1)
    await take_down(acts, public.result, reason)
    assert await rate(acts) == rated


async def test_the_log_tells_of_takedowns_and_corrections_with_their_days(acts: Acts, public: Public) -> None:
    new = await publish(acts, await public.rows.result(public.visit, public.person, version=2), 9)
    await take_down(acts, new, "decision_gone")
    lines = {(one.kind, one.about, one.detail) for one in log_of(await shown(acts))}
    assert lines >= {
        ("corrected", public.result.number, new.number),
        ("withdrawn", new.number, "decision_gone"),
    }
    assert {one.kind for one in log_of(await shown(acts))} == {"corrected", "withdrawn", "draw"}


async def test_every_reason_has_words_on_the_log_s_page(acts: Acts, public: Public) -> None:
    rows = public.rows
    for reason in TAKEDOWN_REASONS:
        visit = await rows.visit(await rows.draw(await rows.task(await rows.unit(reason))))
        await take_down(acts, await publish(acts, await rows.result(visit, public.person)), reason)
    page = files_of(await shown(acts))["log.html"].decode()
    assert page.count("结果撤下") == len(TAKEDOWN_REASONS)


@pytest.mark.parametrize("state", ["submitted", "returned", "released"])
async def test_a_published_result_counts_as_published_while_its_correction_is_under_way(
    acts: Acts, public: Public, state: str
) -> None:
    new = await public.rows.result(public.visit, public.person, version=2, state=state)
    assert await rate(acts) == (1, 1)
    await publish(acts, new, 9)
    assert await rate(acts) == (1, 1)


async def test_a_result_taken_down_counts_again_only_when_its_correction_is_public(
    acts: Acts, public: Public
) -> None:
    await take_down(acts, public.result)
    new = await public.rows.result(public.visit, public.person, version=2)
    assert await rate(acts) == (0, 1)
    await publish(acts, new, 9)
    assert await rate(acts) == (1, 1)


async def test_a_correction_that_waits_too_long_is_late_though_the_earlier_version_is_public(
    acts: Acts, public: Public
) -> None:
    await public.rows.result(public.visit, public.person, version=2, publish_by=date(2026, 3, 20))
    async with acts.looking() as look:
        standing = await summaries.gather(look)
    assert (standing.total("published"), standing.total("unpublished_late")) == (1, 1)
