"""Command line for draws and matchings that anybody can repeat: ``draw`` and ``match``."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli_objects import pool_and_quota, read_table
from domain.draw import Step, step_from
from domain.errors import DomainError
from domain.matching import Matching, match, match_key
from domain.matching_record import differing, instance_from, proof
from domain.pool import parse
from domain.record import announce, hold_announced
from domain.replacement_file import faults
from domain.streaming import PoolFile, survey
from domain.witness import HEX, commitment, contribution_from
from locales.texts import OFFICE_ZONE, Texts, texts

TRIAL = "TRIAL"
SHOWN = 1000  # ids of a step on the screen

Pooled = Annotated[Path | None, typer.Option("--pool", help="the pool, POOL.tsv (#suicha-pool/1)")]
Stepped = Annotated[
    Path | None, typer.Option("--steps", help="the steps, STEPS.json: the list of the announcement")
]
Listed = Annotated[
    Path | None,
    typer.Option(
        "--objects",
        help="list of objects (csv, parquet or xlsx) with the headers of an office's register in Chinese or "
        "English; the code of the object is required; see docs/recount.md",
    ),
]
Ruled = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        help="rules (toml or json): number, floor, cap, whole, key_share, reserve, or ratio_rules by grade "
        "and risk; a ratio is 0.05, '5%' or [5, 100]; see docs/recount.md",
    ),
]
Numbered = Annotated[str, typer.Option("--draw-no", help="number of the draw; TRIAL when left out")]
Secret = Annotated[
    str | None,
    typer.Option("--secret", help="sealed secret, 64 hex digits; from the operating system when left out"),
]
Spoken = Annotated[
    list[str] | None, typer.Option("--contribution", help="a witness's value, ROLE:NAME:TEXT; repeatable")
]
Written = Annotated[
    Path, typer.Option("--out", help="the record; its pool is written beside it as RECORD.pool.tsv")
]
Language = Annotated[str, typer.Option("--lang", help="language of what is printed: zh_CN or en")]


def register(app: typer.Typer) -> None:
    """Add ``draw`` and ``match``."""
    app.command("draw")(draw)
    app.command("match")(match_inspectors)


@contextmanager
def _refusals(words: Texts) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        typer.echo(words.error(error), err=True)
        raise typer.Exit(1) from error


def draw(  # noqa: PLR0917 - each is an option, named by whoever calls
    out: Written,
    pool: Pooled = None,
    steps: Stepped = None,
    objects: Listed = None,
    rules: Ruled = None,
    draw_no: Numbered = TRIAL,
    secret: Secret = None,
    contribution: Spoken = None,
    lang: Language = "zh_CN",
) -> None:
    """Draw and write a record that anybody can recount: --pool and --steps, or --objects and --rules."""
    words = texts(lang)
    with _refusals(words), _beside(out) as place:
        frozen, asked, further = _asked(pool, steps, objects, rules, words, place)
        sealed = os.urandom(32).hex() if secret is None else secret
        announcement = announce(draw_no, frozen, asked, commitment(sealed), further)
        spoken = [contribution_from(one) for one in contribution or ()]
        record = hold_announced(announcement, frozen, sealed, spoken)
        _write(out, record, frozen)
    for line in _summary(record, words):
        typer.echo(line)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A place for the pool on the record's disk, gone afterwards; a record that exists is ``draw.exists``."""
    if out.exists() or _pool_of(out).exists():
        raise DomainError("draw.exists", file=out.name)
    try:
        with tempfile.TemporaryDirectory(prefix=".draw-", dir=out.parent) as folder:
            yield Path(folder) / "pool"
    except OSError as error:
        raise DomainError("draw.unwritable", file=out.name, reason=str(error)) from error


def _pool_of(out: Path) -> Path:
    return Path(f"{out}.pool.tsv")


def _asked(  # noqa: PLR0917 - the four options stand for two ways to ask
    pool: Path | None,
    steps: Path | None,
    objects: Path | None,
    rules: Path | None,
    words: Texts,
    place: Path,
) -> tuple[PoolFile, list[Step], dict[str, object]]:
    """The pool in its place, the steps and what else the announcement says."""
    if pool and steps and not (objects or rules):
        return _given(pool, place), _steps(steps), {}
    if objects and rules and not (pool or steps):
        frozen, quota = pool_and_quota(objects, rules, datetime.now(OFFICE_ZONE).date(), place)
        told = [{"code": one.code, "params": dict(one.params)} for one in quota.explanations]
        for one in quota.explanations:
            typer.echo(words.say(f"draw_rules.quota.{one.code}", **one.params))
        return frozen, list(quota.steps), {"quota": told}
    raise DomainError("draw.which_input")


def _given(pool: Path, place: Path) -> PoolFile:
    """A copy of the pool, so that the one drawn from is the one whose digest was taken."""
    try:
        shutil.copyfile(pool, place)
    except OSError as error:
        raise DomainError("draw.unreadable", file=pool.name, reason=str(error)) from error
    return survey(place)


def _steps(path: Path) -> list[Step]:
    table = read_table(path)
    if not isinstance(table, list) or not all(isinstance(one, dict) for one in table):
        raise DomainError("draw.unreadable", file=path.name, reason=type(table).__name__)
    return [step_from(one) for one in table]


def _write(out: Path, record: Mapping[str, object], pool: PoolFile) -> None:
    """The record with its pool beside it, both or (almost) neither: named when written."""
    written = pool.path.with_name("record")
    with written.open("w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False, indent=1)
        file.write("\n")
    pool.path.rename(_pool_of(out))
    written.rename(out)


def _summary(record: Mapping[str, Any], words: Texts) -> Iterator[str]:
    announced = record["announcement"]
    yield words.say(
        "draw_rules.cli.announced",
        draw_no=announced["draw_no"],
        size=announced["pool_size"],
        excluded=announced["excluded"],
        digest=record["announcement_sha256"],
    )
    for step in record["result"]:
        count = len(step["drawn"])
        ids = [one["id"] for one in step["drawn"]] if count <= SHOWN else []
        yield words.say("draw_rules.cli.drawn", label=step["label"], count=count, ids=ids)


def match_inspectors(
    instance: Annotated[
        Path,
        typer.Argument(
            help='{"inspectors": [{"id", "cap"}], '
            '"tasks": [{"id", "need", "eligible": [id], "speciality": [id] | null}]}'
        ),
    ],
    seed: Annotated[str, typer.Option("--seed", help="key of the draw in hex; left out for a record")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    lang: Language = "zh_CN",
    replacement: Annotated[
        list[Path] | None,
        typer.Option("--replacement", help="full replacement files of the record, in order; repeatable"),
    ] = None,
) -> None:
    """Match inspectors to tasks: fill what can be filled, evenly, the rest by chance; say what is lacking.

    Given the full record of a draw, match it again and compare; with its pool beside it, make its replacement
    files again too.
    """
    words = texts(lang)
    with _refusals(words):
        table = read_table(instance)
        with _well_formed(instance):
            if "matching" in table:
                wrong = _replaced_otherwise(instance, table, replacement, words) if replacement else False
                _rematch(table, words)
                if wrong:
                    raise typer.Exit(1)
                return
            tasks, inspectors = instance_from(table)
        if not seed or len(seed) % 2 or not set(seed) <= HEX:
            raise DomainError("matching.seed")
        found = match(tasks, inspectors, match_key(seed))
    if as_json:
        typer.echo(json.dumps(_shown(found, words), ensure_ascii=False))
        return
    for task, team in found.assigned.items():
        typer.echo(words.say("draw_rules.cli.team", task=task, team=team))
    for one in _shown(found, words)["unserved"]:
        typer.echo(words.say("draw_rules.cli.unserved", **one))


@contextmanager
def _well_formed(path: Path) -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        reason = f"{type(error).__name__} {error}"
        raise DomainError("matching.instance", file=path.name, reason=reason) from error


def _replaced_otherwise(path: Path, record: Mapping[str, Any], files: list[Path], words: Texts) -> bool:
    """Make the replacement files again; whether any is another one than was given."""
    try:
        pool = parse(_pool_of(path).read_bytes())
    except OSError as error:
        raise DomainError("draw.unreadable", file=_pool_of(path).name, reason=str(error)) from error
    labels = faults(record, pool, [read_table(one) for one in files])
    typer.echo(words.say("draw_rules.cli.replaced", count=len(files), labels=labels))
    return bool(labels)


def _rematch(record: Mapping[str, Any], words: Texts) -> None:
    """Match the instance of a full record again; 1 = other teams than recorded."""
    tasks = differing(record)
    typer.echo(words.say("draw_rules.cli.rematched", tasks=tasks))
    if tasks:
        raise typer.Exit(1)


def _shown(found: Matching, words: Texts) -> dict[str, Any]:
    """The matching as JSON; ``because`` in words, ``proof`` for machines."""
    unserved = []
    for one in found.unserved:
        told = proof(one.because)
        because = words.say(f"draw_rules.shortage.{one.because.code}", **told)
        unserved.append({"task": one.task, "missing": one.missing, "because": because, "proof": told})
    return {"assigned": {task: list(team) for task, team in found.assigned.items()}, "unserved": unserved}
