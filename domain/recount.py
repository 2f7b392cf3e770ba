"""Recount a draw from its record with nothing but Python: ``python3 recount.py RECORD [--pool FILE]``.

This one file may be handed to anybody. It imports nothing of 随查, carries its own sentences (the only place
outside ``locales/`` that may), and was written from the protocol's text, not from the code that draws.
"""

# ruff: noqa: E501 - one pair of sentences a line

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from hashlib import sha256
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PROTOCOL = "suicha-draw/1"
EXPERTS = "suicha-expert/1"
HEADER = "#suicha-pool/1"
AGREES, DIFFERS, UNCHECKED = "agrees", "differs", "unchecked"

WORDS = {
    "form": ("记录形式", "form of the record"),
    "announcement": ("公告摘要", "announcement digest"),
    "announced": ("与事先张贴的公告摘要比对", "announcement digest as posted before"),
    "pool": ("抽取底册摘要", "pool digest"),
    "merkle": ("底册默克尔根", "Merkle root of the pool"),
    "commitment": ("密封随机数的承诺", "commitment to the secret"),
    "contribution": ("见证内容", "contributions"),
    "key": ("抽取密钥", "key"),
    "tickets": ("抽取号", "tickets"),
    "shape": ("抽取数量与次序", "numbers and order"),
    "result": ("按底册重算的抽取结果", "result recomputed from the pool"),
    "matching": ("人员匹配", "matching of inspectors"),
    "experts": ("随行专家", "experts"),
    "experts_places": ("专家席位与公告要求的不一致", "the places for experts are not those announced"),
    "experts_sent": ("对象 {id}：应派 {found}，记录为 {told}", "object {id}: should be {found}, recorded {told}"),
    "experts_hidden": ("公开记录隐去了专家，只核对了席位", "experts are opaque in this form; only their places were checked"),
    "full": ("完整记录", "full record"),
    "public": ("公开记录（类别已隐去）", "public record (strata are opaque)"),
    "void": ("作废记录，理由：{text}", "void draw, reason: {text}"),
    "malformed": ("内容缺失或写法不对：{text}", "missing or malformed: {text}"),
    "digest": ("记录写的是 {told}，重算是 {found}", "the record says {told}, recomputed {found}"),
    "not_posted": ("没有给出张贴的摘要，请与群内公告核对：{told}", "no posted digest given; compare it yourself: {told}"),
    "redacted": ("公开记录隐去了类别，无法重算", "strata are opaque in this form, so it cannot be recomputed"),
    "no_pool": ("没有底册文件", "no pool file given"),
    "no_salt": ("记录中没有盐值", "the record keeps no salt"),
    "pool_text": ("底册第 {line} 行写法不对或没有排序", "pool line {line} is malformed or out of order"),
    "protocol": ("不是本程序认识的规程：{text}", "not a protocol this program knows: {text}"),
    "counts": ("底册有 {found} 行、排除 {out} 个，公告写的不同", "the pool has {found} lines, {out} excluded; announced otherwise"),
    "contribution_text": ("写法不对或重复：{text}", "malformed or repeated: {text}"),
    "contribution_lost": ("与到达时登记的不一致（被改动、增加或删去）", "not those journalled on arrival (forged, added or dropped)"),
    "roles": ("缺少规定的见证身份：{text}", "a required role did not speak: {text}"),
    "ticket": ("步骤“{label}”中 {id} 的号不对", "step “{label}”: the ticket of {id} is wrong"),
    "steps": ("公告的步骤与结果的步骤不一致", "the announced steps are not those of the result"),
    "order": ("步骤“{label}”没有按抽取号排序", "step “{label}” is not in ticket order"),
    "number": ("步骤“{label}”的数量不对", "step “{label}” has a wrong number"),
    "twice": ("步骤“{label}”重复抽取了 {id}", "step “{label}” drew {id} again"),
    "step": ("步骤“{label}”：应为 {found}，记录为 {told}", "step “{label}”: should be {found}, recorded {told}"),
    "elsewhere": ("本程序不核对匹配，请用 match 命令重算", "not recomputed here; use the match command"),
    "replacement": ("递补文件", "replacement file"),
    "replacement_digest": ("递补文件的摘要", "digest of the file"),
    "replacement_posted": ("与群内张贴的递补摘要比对", "digest as posted in the group"),
    "replacement_chain": ("与前一份的衔接", "link to the file before"),
    "replacement_gone": ("被替换的对象", "the object replaced"),
    "replacement_tickets": ("递补对象的抽取号", "tickets of those that came"),
    "replacement_next": ("是否为原次序的下一个", "whether it is the next in the draw's order"),
    "replacement_teams": ("递补对象的检查人员", "inspectors of those that came"),
    "replaced": ("{gone} 因“{reason}”退出，由 {came} 递补", "{gone} gave way ({reason}), {came} came instead"),
    "replacement_other": ("属于另一次抽取或另一份记录：{told}", "belongs to another draw or record: {told}"),
    "replacement_not_posted": ("没有给出张贴的摘要，请与群内通知核对：{told}", "no posted digest given; compare it with the group's post: {told}"),
    "replacement_missing": ("还缺此前的递补文件：{text}，缺了就不知道谁已被占用", "the files before it are needed to know who is taken: {text}"),
    "replacement_twice": ("给了两份：{text}", "given twice: {text}"),
    "no_reason": ("没有写明理由", "no reason is given"),
    "not_drawn": ("{gone} 没有被抽中，也没有递补过", "{gone} was neither drawn nor came instead"),
    "gone_before": ("{gone} 此前已被替换", "{gone} was replaced before"),
    "taken": ("{id} 已被抽中或递补过", "{id} was drawn or came before"),
    "not_later": ("步骤“{label}”中 {id} 的号不在已抽中、已递补的之后", "step “{label}”: {id} does not come after those drawn"),
    "next_is": ("按底册应由 {found} 递补，文件写的是 {told}", "the next is {found}, the file says {told}"),
    "only_later": (
        "号在已抽中的之后，也没有被占用；是否恰好是下一个，要有完整记录和底册才能核对",
        "after those drawn and free; whether it is the very next needs the full record and its pool",
    ),
    "teams_hidden": ("公开文件隐去了检查人员", "inspectors are left out of this form"),
    "unfit": ("{told} 不能承担 {label}", "{told} may not serve {label}"),
    "teams_fit": ("都在可派人员之中；匹配本身请用 match 命令重算", "all may serve; the matching itself is recomputed by the match command"),
    "need_record": (
        "这是抽取 {no} 的递补文件（{label}），单独一份不能核对。还需要：摘要为 {told} 的抽取记录、它的底册，以及此前的递补文件（object/1 起）。请运行：recount 记录.json --pool 底册.tsv --replacement 各份递补文件",
        "this is a replacement file ({label}) of draw {no} and cannot be checked alone. Needed: the record with digest {told}, its pool, and the replacement files before it (from object/1). Run: recount RECORD.json --pool POOL.tsv --replacement FILE…",
    ),
    "list": ("平台名单文件的摘要", "digest of the platform's list"),
    "list_posted": ("与群内张贴的名单摘要比对", "digest of the list as posted in the group"),
    "list_objects": ("名单中的对象", "objects of the list"),
    "list_people": ("名单中的检查人员", "inspectors of the list"),
    "earlier": ("更正前各版的摘要", "digests of the versions before"),
    "registration": ("登记内容", "what was registered"),
    "platform": ("平台抽取的随机性", "randomness of the platform"),
    "external": (
        "平台抽取的登记。任务“{task}”由{platform}抽取，时间：{drawn}；{who}登记，时间：{at}",
        "registration of a draw held elsewhere: task “{task}”, drawn on {platform} at {drawn}; registered by {who} at {at}",
    ),
    "not_ours": (
        "抽取在平台内部进行，没有可以复算的种子和号码，任何人都不能在此核对",
        "the platform drew inside itself and gave no seed or tickets, so nobody can check it here",
    ),
    "no_list": ("没有给出登记时的名单文件（--list）", "the list as registered was not given (--list)"),
    "list_format": ("名单不是 xlsx 或 csv，内容不能在此读取", "the list is neither xlsx nor csv and cannot be read here"),
    "list_lacks": ("名单中没有 {id}", "{id} is not in the list"),
    "list_more": ("名单中有 {id}，记录没有收录", "the list has {id}, which the record leaves out"),
    "list_others": ("另有 {count} 行属于其他任务", "{count} more rows belong to other tasks"),
    "list_person": ("{id}：名单写的是 {found}，记录为 {told}", "{id}: the list says {found}, recorded {told}"),
    "list_tasks": ("{id}：记录写的任务（{told}）与名单不同", "{id}: its tasks in the record ({told}) are not the list's"),
    "list_names": ("名单没有都写工号，姓名和证号不能在此对应到人", "not all roster numbers are in the list; names cannot be told apart here"),
    "people_hidden": ("公开记录隐去了检查人员", "inspectors are left out of this form"),
    "no_earlier": ("没有给出更正前的记录（--earlier）", "the versions before were not given (--earlier)"),
    "version": ("第 {told} 版，却有 {found} 个以前的摘要", "version {told}, but {found} digests of versions before"),
    "seated": ("{id} 的人员不完整或不属于它", "the inspectors of {id} are incomplete or not its own"),
    "verdict_list": ("结论：没有名单文件，无法核对；请用 --list 给出登记时的名单。", "Verdict: cannot be checked without the list; give it with --list."),
    "verdict_external": (
        "结论：可核对的部分与平台名单一致；抽取本身由平台进行，不能在此复算。",
        "Verdict: agrees with the platform's list in all that could be checked; the draw itself was the platform's and cannot be recomputed here.",
    ),
    "verdict_more": ("结论：所给文件不全，无法核对；缺什么见上。", "Verdict: cannot be checked with what was given; see above for what is missing."),
    "verdict_all": ("结论：与记录一致。", "Verdict: agrees."),
    "verdict_part": ("结论：可核对的部分与记录一致；未核对的部分见上。", "Verdict: agrees in all that could be checked; see above for the rest."),
    "verdict_no": ("结论：不相符，问题在于：{text}。", "Verdict: does NOT match: {text}."),
    "unreadable": ("无法读取：{text}", "cannot be read: {text}"),
    "place_in": ("{id} 在步骤“{label}”中被抽中，抽取号 {told}", "{id} was drawn in step “{label}”, ticket {told}"),
    "place_out": (
        "{id} 在步骤“{label}”的号是 {told}；该步骤抽中的最大号是 {found}",
        "{id} has ticket {told} in step “{label}”; the largest drawn is {found}",
    ),
}  # fmt: skip
REASONS = {
    "not_found": ("查无此户", "cannot be found"),
    "deregistered": ("已注销", "deregistered"),
    "revoked": ("已吊销", "licence revoked"),
    "moved_away": ("已迁出本地", "moved away"),
    "ceased": ("已停业", "ceased business"),
}
MARKS = {AGREES: ("相符", "ok"), DIFFERS: ("不符", "WRONG"), UNCHECKED: ("未核对", "not checked")}


class Check(NamedTuple):
    """One thing that was looked at; ``why`` is a key of ``WORDS``."""

    what: str
    outcome: str
    why: str = ""
    params: Mapping[str, object] = MappingProxyType({})
    of: str = ""
    """Which replacement file it is about, by its label."""


class Differs(Exception):  # noqa: N818 - an outcome, not an error
    """A check that failed: why, and what the sentence needs."""

    def __init__(self, why: str, **params: object) -> None:
        super().__init__(why)
        self.why, self.params = why, params


class Unchecked(Differs):
    """A check that this form, or what was given, does not allow."""


def h(*parts: str) -> bytes:
    return sha256("|".join(parts).encode()).digest()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def same(told: str, found: str) -> None:
    if told != found:
        raise Differs("digest", told=told, found=found)


def is_public(record: Any) -> bool:
    return bool(record.get("form") == "public")


def check_form(record: Any) -> None:
    if record["announcement"]["protocol"] != PROTOCOL:
        raise Differs("protocol", text=record["announcement"]["protocol"])


def check_announcement(record: Any) -> None:
    if is_public(record):
        raise Unchecked("redacted")
    same(record["announcement_sha256"], sha256(canonical(record["announcement"]).encode()).hexdigest())


def check_announced(record: Any, posted: str) -> None:
    if not posted:
        raise Unchecked("not_posted", told=record["announcement_sha256"])
    same(record["announcement_sha256"], posted.strip().lower())


def pool_rows(pool: bytes) -> list[list[str]]:
    """``[id, strata, exclusion]`` of every line; raises ``Differs`` for the first bad one."""
    lines = pool.decode().split("\n")
    if lines[0] != HEADER or lines[-1]:
        raise Differs("pool_text", line=1 if lines[0] != HEADER else len(lines))
    rows = [line.split("\t") for line in lines[1:-1]]
    before = b""
    for number, (row, line) in enumerate(zip(rows, lines[1:-1], strict=True), 2):
        good = len(row) == 3 and not set(line) & set("\r|") and unicodedata.normalize("NFC", line) == line
        if not good or row[0].encode() <= before:
            raise Differs("pool_text", line=number)
        before = row[0].encode()
    return rows


def check_pool(record: Any, pool: bytes | None) -> None:
    if pool is None:
        raise Unchecked("no_pool")
    announced = record["announcement"]
    same(announced["pool_sha256"], sha256(pool).hexdigest())
    rows = pool_rows(pool)
    out = sum(1 for row in rows if row[2])
    if (announced["pool_size"], announced["excluded"]) != (len(rows), out):
        raise Differs("counts", found=len(rows), out=out)


def check_merkle(record: Any, pool: bytes | None) -> None:
    if pool is None or "salt" not in record:
        raise Unchecked("no_pool" if pool is None else "no_salt")
    level = [
        sha256(b"\0" + h("suicha-leaf/1", record["salt"], row[0]) + "\t".join(row).encode()).digest()
        for row in pool_rows(pool)
    ] or [sha256(b"").digest()]
    while len(level) > 1:
        pairs = [sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    same(record["announcement"]["pool_merkle"], level[0].hex())


def check_commitment(record: Any) -> None:
    same(record["announcement"]["commitment"], h(PROTOCOL, "commit", record["secret"]).hex())


def check_contributions(record: Any) -> None:
    spoken = record["contributions"]
    witnesses = []
    for text in spoken:
        parts = text.split(":", 2)
        if len(parts) != 3 or not all(parts) or len(parts[2]) > 64 or set(text) & set("\t\n\r|"):
            raise Differs("contribution_text", text=text)
        witnesses.append(tuple(parts[:2]))
    if len(set(witnesses)) < len(witnesses):
        raise Differs("contribution_text", text=", ".join(spoken))
    journal = record.get("journal", {})
    arrived = [sha256(text.encode()).hexdigest() for text in spoken]
    if journal.get("contributions", arrived) != arrived:
        raise Differs("contribution_lost")
    missing = [
        role for role in record["announcement"].get("witnesses", []) if role not in {w[0] for w in witnesses}
    ]
    if missing:
        raise Differs("roles", text=", ".join(missing))


def key_of(record: Any) -> bytes:
    spoken = sorted(record["contributions"], key=lambda text: text.encode())
    return h(PROTOCOL, "key", record["announcement"]["draw_no"], record["secret"], *spoken)


def check_key(record: Any) -> None:
    if "key" not in record:
        raise Unchecked("malformed", text="key")
    same(record["key"], key_of(record).hex())


def step_keys(record: Any) -> list[bytes]:
    key = key_of(record).hex()
    return [
        h(PROTOCOL, "step", key, step.get("order", step["label"])) for step in record["announcement"]["steps"]
    ]


def paired(record: Any) -> list[tuple[Any, Any, bytes]]:
    """(announced step, its result, its key)."""
    steps, results = record["announcement"]["steps"], record["result"]
    if [one["label"] for one in steps] != [one["label"] for one in results]:
        raise Differs("steps")
    return list(zip(steps, results, step_keys(record), strict=True))


def check_tickets(record: Any) -> None:
    for step, result, key in paired(record):
        for one in result["drawn"] + result.get("reserve", []):
            if sha256(key + one["id"].encode()).hexdigest() != one["ticket"]:
                raise Differs("ticket", label=step["label"], id=one["id"])


def check_shape(record: Any) -> None:
    drawn: dict[object, set[str]] = {}
    for step, result, _ in paired(record):
        before = drawn.setdefault(step.get("task"), set())
        check_step_shape(step, result, before)
        before.update(one["id"] for one in result["drawn"])


def check_step_shape(step: Any, result: Any, before: set[str]) -> None:
    label, drawn = step["label"], result["drawn"]
    tickets = [one["ticket"] for one in drawn + result.get("reserve", [])]
    if tickets != sorted(set(tickets)):
        raise Differs("order", label=label)
    for one in drawn:
        if one["id"] in before:
            raise Differs("twice", label=label, id=one["id"])
    largest = drawn[-1]["ticket"] if drawn else ""
    numbers = (result.get("count", len(drawn)), result.get("largest", largest))
    if numbers != (len(drawn), largest) or (step["take"] != "all" and len(drawn) > step["take"]):
        raise Differs("number", label=label)


def check_result(record: Any, pool: bytes | None) -> None:
    if is_public(record) or pool is None:
        raise Unchecked("redacted" if is_public(record) else "no_pool")
    eligible = [(row[0], set(row[1].split(","))) for row in pool_rows(pool) if not row[2]]
    gone: dict[object, set[str]] = {}
    for step, result, key in paired(record):
        before = gone.setdefault(step.get("task"), set())
        names = [name for name, strata in eligible if strata & set(step["from"]) and name not in before]
        order = sorted((sha256(key + name.encode()).hexdigest(), name) for name in names)
        take = len(order) if step["take"] == "all" else step["take"]
        last = len(order) if step["take"] == "all" else take + step.get("reserve", 0)
        for part, found in (("drawn", order[:take]), ("reserve", order[take:last])):
            same_names(
                step["label"], [name for _, name in found], [one["id"] for one in result.get(part, [])]
            )
        before.update(name for _, name in order[:take])


def same_names(label: str, found: list[str], told: list[str]) -> None:
    if found == told:
        return
    place = next(
        (n for n, pair in enumerate(zip(found, told, strict=False)) if pair[0] != pair[1]),
        min(len(found), len(told)),
    )
    shown = [names[place] if place < len(names) else "-" for names in (found, told)]
    raise Differs("step", label=label, found=shown[0], told=shown[1])


def record_digest(record: Any) -> str:
    """The digest by which replacement files name a record."""
    if is_public(record):
        return str(record["full_sha256"])
    return sha256(canonical(record).encode()).hexdigest()


def check_replacement(record: Any, swap: Any) -> None:
    own = record["announcement"]["draw_no"], record_digest(record)
    if own != (swap["draw_no"], swap["record_sha256"]):
        raise Differs("replacement_other", told=f"{swap['draw_no']} {swap['record_sha256']}")
    if not swap["reason"]:
        raise Differs("no_reason")


def check_replacement_digest(swap: Any) -> None:
    covered = {name: swap[name] for name in swap if name not in {"form", "teams", "replacement_sha256"}}
    same(swap["replacement_sha256"], sha256(canonical(covered).encode()).hexdigest())


def check_replacement_posted(swap: Any, posted: Sequence[str]) -> None:
    if not posted:
        raise Unchecked("replacement_not_posted", told=swap["replacement_sha256"])
    if swap["replacement_sha256"] not in posted:
        raise Differs("digest", told=swap["replacement_sha256"], found=", ".join(posted))


def check_replacement_chain(record: Any, swap: Any, before: Sequence[Any]) -> None:
    same(swap["previous"], before[-1]["replacement_sha256"] if before else record_digest(record))


def steps_with(record: Any, before: Sequence[Any], name: str) -> list[str]:
    """The labels of the steps to which an object belongs: drawn by them, or come instead in them."""
    drawn = [
        result["label"] for result in record["result"] if any(one["id"] == name for one in result["drawn"])
    ]
    came = [one for swap in before for one in swap["swap"]["came"] if one["id"] == name]
    return drawn + [label for one in came for label in one["steps"]]


def check_replacement_gone(record: Any, swap: Any, before: Sequence[Any]) -> None:
    gone = swap["swap"]["gone"]
    if any(one["swap"]["gone"] == gone for one in before):
        raise Differs("gone_before", gone=gone)
    if not steps_with(record, before, gone):
        raise Differs("not_drawn", gone=gone)


def came_of(swap: Any) -> list[tuple[str, str, list[str]]]:
    return [(one["id"], one["ticket"], one["steps"]) for one in swap["swap"]["came"]]


def check_replacement_tickets(record: Any, swap: Any) -> None:
    keys = {step["label"]: key for step, _, key in paired(record)}
    for name, ticket, labels in came_of(swap):
        if sha256(keys[labels[0]] + name.encode()).hexdigest() != ticket:
            raise Differs("ticket", label=labels[0], id=name)


def held_by(record: Any, before: Sequence[Any]) -> set[str]:
    """Everything drawn or come instead so far, whatever became of it."""
    came = {one["id"] for swap in before for one in swap["swap"]["came"]}
    return came | {one["id"] for result in record["result"] for one in result["drawn"]}


def check_replacement_next(record: Any, swap: Any, before: Sequence[Any], pool: bytes | None) -> None:
    if is_public(record) or pool is None:
        check_replacement_later(record, swap, before)
        raise Unchecked("only_later")
    held, labels = held_by(record, before), steps_with(record, before, swap["swap"]["gone"])
    free = [(row[0], set(row[1].split(","))) for row in pool_rows(pool) if not row[2] and row[0] not in held]
    found: dict[str, tuple[str, str, list[str]]] = {}
    for step, _, key in paired(record):
        inside = [name for name, strata in free if strata & set(step["from"])]
        if step["label"] in labels and inside:
            ticket, name = min((sha256(key + one.encode()).hexdigest(), one) for one in inside)
            found.setdefault(name, (name, ticket, []))[2].append(step["label"])
    told = came_of(swap)
    if not found or list(found.values()) != told:
        shown = [", ".join(one[0] for one in side) or "-" for side in (found.values(), told)]
        raise Differs("next_is", found=shown[0], told=shown[1])


def check_replacement_later(record: Any, swap: Any, before: Sequence[Any]) -> None:
    """What the public form allows: free, and in the steps of the object gone after all that were drawn."""
    labels, held = steps_with(record, before, swap["swap"]["gone"]), held_by(record, before)
    for _, result, key in paired(record):
        label = result["label"]
        own = [[name for name, _, steps in came_of(one) if label in steps] for one in (*before, swap)]
        earlier = [*(one["id"] for one in result["drawn"]), *(name for names in own[:-1] for name in names)]
        last = max((sha256(key + name.encode()).hexdigest() for name in earlier), default="")
        for name in own[-1]:
            if name in held:
                raise Differs("taken", id=name)
            if label not in labels or sha256(key + name.encode()).hexdigest() <= last:
                raise Differs("not_later", label=label, id=name)


def check_replacement_teams(record: Any, swap: Any) -> None:
    if "teams" not in swap or "salt" not in record:
        raise Unchecked("no_salt" if "teams" in swap else "teams_hidden")
    teams = swap["teams"]
    same(swap["teams_sha256"], sha256(canonical(teams | {"salt": record["salt"]}).encode()).hexdigest())
    for seat in teams["seats"]:
        people = teams["assigned"][seat["id"]]
        if len(set(people)) < len(people) or not set(people) <= set(seat["eligible"]):
            raise Differs("unfit", told=", ".join(people), label=seat["id"])
    if "experts" in teams:
        key = h(EXPERTS, "key", key_of(record).hex(), swap["label"]).hex()
        check_sent(teams["experts"]["places"], key, teams["experts"]["held"])


def check_matching(record: Any) -> None:
    if record["matching"]:
        raise Unchecked("elsewhere")


def experts_asked(record: Any) -> dict[tuple[str, str], int]:
    """(object, field) → experts that the announcement asks for there."""
    asked: dict[tuple[str, str], int] = {}
    for step, result, _ in paired(record):
        fields = record["announcement"].get("experts", {}).get(step.get("task", ""), {})
        for one in result["drawn"]:
            for field, need in fields.items():
                asked[one["id"], field] = max(asked.get((one["id"], field), 0), need)
    return asked


def check_experts(record: Any) -> None:
    places = record.get("experts", {"places": []})["places"]
    told = {(place["object"], place["field"]): place["need"] for place in places}
    full = [place for place in places if len(place["sent"]) > place["need"]]
    if len(told) < len(places) or full or told != experts_asked(record):
        raise Differs("experts_places")
    if is_public(record):
        raise Unchecked("experts_hidden")
    check_sent(places, h(EXPERTS, "key", key_of(record).hex()).hex(), {})


def check_sent(places: list[Any], key: str, held: Mapping[str, Sequence[str]]) -> None:
    """``held``: field → who sat there before and goes on."""
    keyed = {h(EXPERTS, "place", key, place["object"], place["field"]): place for place in places}
    load: dict[str, int] = {}
    for ticket, place in sorted(keyed.items()):
        stay = held.get(place["field"], ())
        ranks = {
            one: (one not in stay, load.get(one, 0), sha256(ticket + one.encode()).digest())
            for one in place["eligible"]
        }
        found = sorted(ranks, key=ranks.__getitem__)[: place["need"]]
        if found != place["sent"]:
            raise Differs("experts_sent", id=place["object"], found=found, told=place["sent"])
        load.update((one, load.get(one, 0) + 1) for one in found)


def look(what: str, check: Callable[..., object], *given: object) -> Check:
    """Run one check; a record that is not even well formed differs, whatever it contains."""
    try:
        check(*given)
    except Unchecked as error:
        return Check(what, UNCHECKED, error.why, error.params)
    except Differs as error:
        return Check(what, DIFFERS, error.why, error.params)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return Check(what, DIFFERS, "malformed", {"text": f"{type(error).__name__} {error}"})
    return Check(what, AGREES)


def is_external(record: Any) -> bool:
    """Whether it is the registration of a draw that a platform held."""
    return isinstance(record, dict) and "external" in (record.get("form"), record.get("kind"))


def described(record: Any) -> dict[str, object]:
    """Who drew what, where and when, and who registered it."""
    by = record.get("registered", {"unit": "-", "by": "-", "at": "-"})
    return {
        "task": ", ".join(task["name"] for task in tasks_in(record)),
        "platform": record["platform"]["name"],
        "drawn": record["drawn_at"] or ("名单未写", "not said"),
        "who": f"{by['unit']} {by['by']}",
        "at": by["at"],
    }


def tasks_in(record: Any) -> list[Any]:
    return list(record.get("tasks", [record["task"]]))


def people_by_object(record: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {number: set() for number in record["objects"]}
    for seat, people in record["matching"]["assigned"].items():
        if found[seat.rpartition("/")[0]] & set(people) or len(set(people)) < len(people):
            raise Differs("seated", id=seat)
        found[seat.rpartition("/")[0]] |= set(people)
    return found


def check_registration(record: Any) -> None:
    objects, told = record["objects"], record["version"]
    if told != len(record["earlier"]) + 1:
        raise Differs("version", told=told, found=len(record["earlier"]))
    if len(set(objects)) < len(objects) or not objects:
        raise Differs("malformed", text="objects")
    numbers = {task["no"] for task in tasks_in(record)}
    visits = record.get("visits", {one: list(numbers) for one in objects})
    if set(visits) != set(objects) or not all(nos and set(nos) <= numbers for nos in visits.values()):
        raise Differs("malformed", text="visits")
    if not is_public(record):
        people, leaders = people_by_object(record), record["matching"]["leaders"]
        wrong = [one for one in objects if not people[one] or leaders.get(one, "") not in people[one] | {""}]
        if wrong or not leaders.keys() <= people.keys():
            raise Differs("seated", id=", ".join(wrong))


def check_list(record: Any, listed: bytes | None) -> None:
    if listed is None:
        raise Unchecked("no_list")
    same(record["file_sha256"], sha256(listed).hexdigest())


def check_list_posted(record: Any, posted: str) -> None:
    if not posted:
        raise Unchecked("not_posted", told=record["file_sha256"])
    same(record["file_sha256"], posted.strip().lower())


def check_earlier(record: Any, earlier: Sequence[Any]) -> None:
    if record["earlier"] and not earlier:
        raise Unchecked("no_earlier")
    found = [record_digest(one) for one in sorted(earlier, key=lambda one: one["version"])]
    if found != record["earlier"]:
        raise Differs("digest", told=", ".join(record["earlier"]), found=", ".join(found))


MOST = 300 * 1024 * 1024  # what a list may unpack to
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def plain(cell: str) -> str:
    """A cell for comparing: without the marks that keep spreadsheets from computing it, and without spaces."""
    bare = cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell.removeprefix("'")
    return "".join(unicodedata.normalize("NFKC", bare).split()).upper()


def sheets_of(listed: bytes) -> list[list[list[str]]]:
    """The rows of every sheet of an xlsx or csv file."""
    if listed.startswith(b"PK\x03\x04"):
        try:
            with ZipFile(BytesIO(listed)) as book:
                return workbook_rows(book)
        except (BadZipFile, ET.ParseError) as error:
            raise Unchecked("list_format") from error
    if b"\0" in listed[:4000] and not listed.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unchecked("list_format")
    for encoding in ("utf-16",) if listed[:1] in b"\xff\xfe" else ("utf-8-sig", "gb18030"):
        try:
            text = listed.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = max(",\t;", key=text[:4000].count)
        return [
            [list(map(plain, row)) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
        ]
    raise Unchecked("list_format")


def workbook_rows(book: ZipFile) -> list[list[list[str]]]:
    if sum(entry.file_size for entry in book.infolist()) > MOST:
        raise Unchecked("list_format")
    names = book.namelist()
    shared: list[str] = []
    if "xl/sharedStrings.xml" in names:
        table = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - the reader's own file
        shared = ["".join(text.text or "" for text in one.iter(f"{SHEET}t")) for one in table]
    sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    return [
        [cells_of(row, shared) for row in ET.fromstring(book.read(name)).iter(f"{SHEET}row")]  # noqa: S314
        for name in sheets
    ]


def cells_of(row: ET.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{SHEET}c"):
        place = 0
        for letter in re.sub(r"\d", "", cell.get("r", "")):
            place = place * 26 + ord(letter) - 64
        cells += [""] * (min(place, 20_000) - 1 - len(cells))
        text = "".join(one.text or "" for one in cell.iter() if one.tag in {f"{SHEET}v", f"{SHEET}t"})
        cells.append(plain(shared[int(text)] if cell.get("t") == "s" else text))
    return cells


def at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def likeliest(rows: Sequence[Sequence[str]], wanted: set[str], split: str = r"\n") -> int | None:
    """The column in which most of the wanted stand."""
    found: dict[int, set[str]] = {}
    for row in rows:
        for place, cell in enumerate(row):
            found.setdefault(place, set()).update(wanted.intersection(re.split(split, cell)))
    best = max(found, key=lambda place: len(found[place]), default=None)
    return best if best is not None and found[best] else None


def labels_of(task: Any) -> set[str]:
    return {plain(task[name]) for name in ("no", "name")}


def own_rows(record: Any, rows: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of our tasks and those that name another; a list that never names one of ours is taken whole."""
    labels = set().union(*map(labels_of, tasks_in(record)))
    columns = {place for row in rows for place, cell in enumerate(row) if cell in labels}
    said = [{at(row, place) for place in columns} - {""} for row in rows]
    own = [row for row, told in zip(rows, said, strict=True) if not told or told & labels]
    return own, [row for row, told in zip(rows, said, strict=True) if told and not told & labels]


NUMBERED = re.compile(r"[!-~]*\d[!-~]*")  # what a register number looks like, and no heading or total does


def listed_objects(record: Any, listed: bytes) -> tuple[dict[str, list[list[str]]], int]:
    """Object of the list → its rows; how many rows are of other tasks. A merged cell counts for the rows below."""
    wanted = {plain(number): number for number in record["objects"]}
    found: dict[str, list[list[str]]] = {}
    others = 0
    for rows in sheets_of(listed):
        column = likeliest(rows, set(wanted))
        if column is None:
            continue
        (own, foreign), current = own_rows(record, rows), ""
        others += sum(bool(NUMBERED.fullmatch(at(row, column))) for row in foreign)
        for row in own:
            cell = at(row, column)
            current = cell if NUMBERED.fullmatch(cell) else "" if cell else current
            if current:
                found.setdefault(wanted.get(current, current), []).append(row)
    return found, others


def check_list_objects(record: Any, listed: bytes | None) -> None:
    if listed is None:
        raise Unchecked("no_list")
    told, _ = listed_objects(record, listed)
    for number in record["objects"]:
        if number not in told:
            raise Differs("list_lacks", id=number)
    for number, rows in told.items():
        if number not in record["objects"]:
            raise Differs("list_more", id=number)
        check_tasks_of(record, number, rows)


def check_tasks_of(record: Any, number: str, rows: list[list[str]]) -> None:
    """Of a list for several tasks: an object's rows name the tasks that its one visit is for."""
    own = [{task["no"] for task in tasks_in(record) if labels_of(task) & set(row)} for row in rows]
    told = record.get("visits", {}).get(number, [])
    if "visits" in record and all(own) and set().union(*own) != set(told):
        raise Differs("list_tasks", id=number, told=", ".join(told))


def look_objects(record: Any, listed: bytes | None) -> Check:
    """Whether the record has exactly the objects of the list; says how many rows are of other tasks."""
    check = look("list_objects", check_list_objects, record, listed)
    others = listed_objects(record, listed)[1] if listed is not None and check.outcome == AGREES else 0
    return check._replace(why="list_others", params={"count": others}) if others else check


def check_list_people(record: Any, listed: bytes | None) -> None:
    if is_public(record) or listed is None:
        raise Unchecked("people_hidden" if is_public(record) else "no_list")
    people = {number: set(map(plain, who)) for number, who in people_by_object(record).items()}
    between = r"[,、;/]+"  # after NFKC: the full-width ones too
    rows = {number: rows for number, rows in listed_objects(record, listed)[0].items() if number in people}
    column = likeliest([row for one in rows.values() for row in one], set().union(*people.values()), between)
    if column is None:
        raise Unchecked("list_names")
    unclear = False
    for number, who in people.items():
        told = {one for row in rows.get(number, []) for one in re.split(between, at(row, column)) if one}
        if not told or any(re.fullmatch(r"\d{17}[\dX]", one) for one in told):
            unclear = True
        elif told != who:
            raise Differs(
                "list_person", id=number, found=", ".join(sorted(told)), told=", ".join(sorted(who))
            )
    if unclear:
        raise Unchecked("list_names")


def recount_external(record: Any, listed: bytes | None, posted: str, earlier: Sequence[Any]) -> list[Check]:
    """What can be checked of a platform's draw: its list and the versions of it, never its randomness."""
    told = look("form", described, record)
    if told.outcome == DIFFERS:
        return [told]
    return [
        told._replace(why="external", params=described(record)),
        look("registration", check_registration, record),
        look("list", check_list, record, listed),
        look("list_posted", check_list_posted, record, posted),
        look_objects(record, listed),
        look("list_people", check_list_people, record, listed),
        look("earlier", check_earlier, record, earlier),
        Check("platform", UNCHECKED, "not_ours"),
    ]


def place_in_chain(swap: Any) -> int:
    return int(swap["label"].removeprefix("object/"))


def look_replacements(
    record: Any, pool: bytes | None, swaps: Sequence[Any], posted: Sequence[str]
) -> list[Check]:
    """Everything that can be checked of the replacement files, in the order in which they happened."""
    form = look("replacement", check_replacements_given, swaps)
    if form.outcome != AGREES:
        return [form]
    ordered = sorted(swaps, key=place_in_chain)
    return [
        check._replace(of=swap["label"])
        for n, swap in enumerate(ordered)
        for check in look_replacement(record, pool, swap, ordered[:n], posted)
    ]


def check_replacements_given(swaps: Sequence[Any]) -> None:
    """One file of each number from 1: without those before nobody knows who is taken."""
    places = sorted(map(place_in_chain, swaps))
    for expected, place in enumerate(places, 1):
        if place in places[expected:]:
            raise Differs("replacement_twice", text=f"object/{place}")
        if place != expected:
            raise Unchecked("replacement_missing", text=f"object/{expected}")


def look_replacement(
    record: Any, pool: bytes | None, swap: Any, before: Sequence[Any], posted: Sequence[str]
) -> list[Check]:
    """One file: whose it is, that nobody edited it, and that who came is the next of the draw's own order."""
    whose = look("replacement", check_replacement, record, swap)
    if whose.outcome == DIFFERS:
        return [whose]
    told = look("replacement", said, swap)
    return [
        whose._replace(why="replaced", params=said(swap)) if told.outcome == AGREES else told,
        look("replacement_digest", check_replacement_digest, swap),
        look("replacement_posted", check_replacement_posted, swap, posted),
        look("replacement_chain", check_replacement_chain, record, swap, before),
        look("replacement_gone", check_replacement_gone, record, swap, before),
        look("replacement_tickets", check_replacement_tickets, record, swap),
        look("replacement_next", check_replacement_next, record, swap, before, pool),
        look("replacement_teams", check_replacement_teams, record, swap),
    ]


def said(swap: Any) -> dict[str, object]:
    """What a replacement file says, for its sentence."""
    came = ", ".join(name for name, _, _ in came_of(swap))
    return {
        "gone": swap["swap"]["gone"],
        "came": came,
        "reason": REASONS.get(swap["reason"], (swap["reason"],) * 2),
    }


def is_replacement(value: Any) -> bool:
    """Whether it is a replacement file rather than a record."""
    return isinstance(value, dict) and "swap" in value and "announcement" not in value


def recount(
    record: Any,
    pool: bytes | None = None,
    posted: str = "",
    replacements: Sequence[Any] = (),
    posted_replacements: Sequence[str] = (),
    *,
    listed: bytes | None = None,
    earlier: Sequence[Any] = (),
) -> list[Check]:
    """Everything that can be checked of a record and of its replacement files.

    ``posted`` is the announcement digest seen before the draw, ``posted_replacements`` those of the group's posts.
    Of a platform's draw: ``listed`` is the list that was registered, ``earlier`` the records that it corrected.
    """
    if is_external(record):
        return recount_external(record, listed, posted, earlier)
    checks = recount_record(record, pool, posted)
    if checks[0].outcome == DIFFERS:
        return checks
    return checks + look_replacements(record, pool, replacements, posted_replacements)


def recount_record(record: Any, pool: bytes | None, posted: str) -> list[Check]:
    """Everything that can be checked of the record itself."""
    form = look("form", check_form, record)
    if form.outcome == DIFFERS:
        return [form]
    shown = "public" if is_public(record) else "full"
    checks = [
        form._replace(why=shown),
        look("announcement", check_announcement, record),
        look("announced", check_announced, record, posted),
        look("pool", check_pool, record, pool),
    ]
    if "pool_merkle" in record["announcement"]:
        checks.append(look("merkle", check_merkle, record, pool))
    if "void" in record:
        return [*checks, Check("result", UNCHECKED, "void", {"text": record["void"]})]
    checks += [
        look("commitment", check_commitment, record),
        look("contribution", check_contributions, record),
        look("key", check_key, record),
        look("tickets", check_tickets, record),
        look("shape", check_shape, record),
        look("result", check_result, record, pool),
    ]
    if "experts" in record or "experts" in record["announcement"]:
        checks.append(look("experts", check_experts, record))
    return checks + ([look("matching", check_matching, record)] if "matching" in record else [])


def place_of(record: Any, object_id: str) -> list[tuple[str, dict[str, object]]]:
    """Where one object stands in every step: its ticket, and the largest that was drawn."""
    told = []
    for step, result, key in paired(record):
        ticket = sha256(key + object_id.encode()).hexdigest()
        inside = any(one["id"] == object_id for one in result["drawn"])
        largest = result["drawn"][-1]["ticket"] if result["drawn"] else "-"
        params = {"id": object_id, "label": step["label"], "told": ticket, "found": largest}
        told.append(("place_in" if inside else "place_out", params))
    return told


def say(language: str, why: str, **params: object) -> str:
    """A sentence; ``both`` puts the two languages side by side."""
    chinese, english = (
        text.format(**{name: one[n] if isinstance(one, tuple) else one for name, one in params.items()})
        for n, text in enumerate(WORDS[why])
    )
    return {"zh": chinese, "en": english}.get(language, f"{chinese} / {english}")


def report(language: str, check: Check) -> str:
    """One line of the report."""
    mark = {"zh": "{0}", "en": "{1}"}.get(language, "{0} / {1}").format(*MARKS[check.outcome])
    why = f": {say(language, check.why, **check.params)}" if check.why else ""
    of = f" {check.of}" if check.of else ""
    return f"[{mark}] {say(language, check.what)}{of}{why}"


def verdict(language: str, checks: Sequence[Check]) -> tuple[int, str]:
    """Exit code and the last sentence."""
    wrong = [
        say(language, check.what) + (f" {check.of}" if check.of else "")
        for check in checks
        if check.outcome == DIFFERS
    ]
    if wrong:
        return 1, say(language, "verdict_no", text="; ".join(wrong))
    if any(check.why == "replacement_missing" for check in checks):
        return 2, say(language, "verdict_more")
    if any(check.what == "platform" for check in checks):
        known = not any(check.what == "list" and check.outcome == UNCHECKED for check in checks)
        return (0, say(language, "verdict_external")) if known else (2, say(language, "verdict_list"))
    posts = ("announced", "replacement_posted")
    open_ends = [check for check in checks if check.outcome == UNCHECKED and check.what not in posts]
    return 0, say(language, "verdict_part" if open_ends else "verdict_all")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="recount", description="按抽取记录重新计算抽取结果 / recompute a draw from its record"
    )
    parser.add_argument("record", type=Path, metavar="RECORD")
    parser.add_argument(
        "--pool", type=Path, help="底册文件，默认为 RECORD.pool.tsv / pool file, RECORD.pool.tsv by default"
    )
    parser.add_argument(
        "--posted", default="", help="事先张贴的公告摘要 / announcement digest as posted before the draw"
    )
    parser.add_argument(
        "--replacement",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="抽取之后的递补文件 / replacement files published after the draw",
    )
    parser.add_argument(
        "--posted-replacement",
        nargs="+",
        action="extend",
        default=[],
        metavar="DIGEST",
        help="群内张贴的递补摘要 / replacement digests as posted in the group",
    )
    parser.add_argument(
        "--list",
        type=Path,
        metavar="FILE",
        help="平台抽取：登记时的名单文件 / of a platform's draw: the list that was registered",
    )
    parser.add_argument(
        "--earlier",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="RECORD",
        help="平台抽取：更正前的各版完整记录 / of a platform's draw: the full records that it corrected",
    )
    parser.add_argument("--id", help="查询一个对象的抽取号 / where one object stands")
    parser.add_argument("--lang", choices=["zh", "en", "both"], default="both")
    return parser.parse_args(argv)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: a second one would show readers something else than programs."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError([name for name, _ in pairs])
    return found


def pool_beside(record: Path) -> Path | None:
    """The pool that lies beside a record."""
    beside = (Path(f"{record}.pool.tsv"), record.with_suffix(".pool.tsv"))
    return next((path for path in beside if path.is_file()), None)


def read(path: Path) -> Any:
    return json.loads(path.read_bytes(), object_pairs_hook=once)


def replacement_alone(language: str, swap: Any) -> int:
    """What a replacement file says of itself, and what else is needed; 1 = it is not even whole."""
    checks = [look("replacement_digest", check_replacement_digest, swap), look("replacement", said, swap)]
    if any(check.outcome == DIFFERS for check in checks):
        for check in checks:
            print(report(language, check))
        print(verdict(language, checks)[1])
        return 1
    print(report(language, checks[0]))
    print(say(language, "replaced", **said(swap)))
    named = {name: swap.get(name, "-") for name in ("draw_no", "label", "record_sha256")}
    print(
        say(language, "need_record", no=named["draw_no"], label=named["label"], told=named["record_sha256"])
    )
    return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Print what was checked and a plain verdict.

    0 = agrees, 1 = it does not, 2 = cannot be read, or not be checked with what was given.
    """
    given = arguments(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        record = read(given.record)
        swaps = [read(path) for path in given.replacement]
        earlier = [read(path) for path in given.earlier]
        listed = given.list.read_bytes() if given.list else None
        path = given.pool or pool_beside(given.record)
        pool = path.read_bytes() if path else None
    except (OSError, ValueError, RecursionError) as error:
        print(say(given.lang, "unreadable", text=error), file=sys.stderr)
        return 2
    if is_replacement(record):
        return replacement_alone(given.lang, record)
    posted_swaps = [one.strip().lower() for one in given.posted_replacement]
    checks = recount(record, pool, given.posted, swaps, posted_swaps, listed=listed, earlier=earlier)
    for check in checks:
        print(report(given.lang, check))
    code, sentence = verdict(given.lang, checks)
    if given.id and not code and "result" in record:
        for why, params in place_of(record, given.id):
            print(say(given.lang, why, **params))
    print(sentence)
    return code


if __name__ == "__main__":
    sys.exit(main())
