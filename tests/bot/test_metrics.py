"""What whoever watches machines is told, and that every file under deploy/ speaks of what there is."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from bot import metrics
from bot.acts import Acts
from bot.cli import app
from bot.settings import Settings
from services import vital_signs
from services.health import beat
from tests.conftest import StandingClock
from tests.rows import Rows

DEPLOY = Path(__file__).parents[2] / "deploy"
METRIC = re.compile(r"suicha_[a-z_]+")


async def read(acts: Acts) -> dict[tuple[str, str], float]:
    """(series, its labels' values) → value."""
    async with acts.looking() as look:
        text = metrics.exposition(await vital_signs.read(look, polls=True)).decode()
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, " ".join(one.labels.values())): one.value for one in samples}


async def test_ages_states_acts_and_findings_are_told(acts: Acts, clock: StandingClock) -> None:
    rows = Rows(acts)
    unit = await rows.unit("甲局")
    person = await rows.person(unit, "王某某")
    await rows.letter(person, "pending")
    await rows.letter(person, "dead")
    async with acts.noting() as work:
        await beat(work.session, "poll", work.now)
    clock.advance(minutes=20)
    found = await read(acts)
    assert found["suicha_oldest_letter_seconds", ""] == 1200
    assert found["suicha_sign_of_life_seconds", "poll"] == 1200
    assert found["suicha_letters", "pending"] == found["suicha_letters", "dead"] == 1
    assert (found["suicha_finding", "outbox"], found["suicha_finding", "inbox"]) == (1, 0)
    assert found["suicha_journal_position", ""] == 0


async def test_no_series_holds_anything_personal(acts: Acts) -> None:
    rows = Rows(acts)
    await rows.letter(await rows.person(await rows.unit("甲局"), "王某某"), "pending")
    said = " ".join(" ".join(key) for key in await read(acts))
    assert not any(one in said for one in ("王某某", "138", "SJ-", "甲局"))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"event": "letter not delivered", "verdict": "dead", "error": "王某某 13800000001"}, "dead"),
        ({"event": "poll failed", "error": "TimeoutError"}, "TimeoutError"),
        ({"event": "update failed", "exc_info": KeyError("王某某")}, "KeyError"),
        ({"event": "odd", "error": "13800000001"}, ""),
    ],
)
def test_errors_are_counted_by_their_class_and_never_by_their_words(
    monkeypatch: pytest.MonkeyPatch, event: dict[str, Any], kind: str
) -> None:
    monkeypatch.setattr(metrics, "LOGGED", Counter())
    metrics.count_logged(None, "info", event)
    metrics.count_logged(None, "warning", event)
    assert dict(metrics.LOGGED) == {("warning", event["event"], kind): 1}


def _json(name: str) -> Any:
    return json.loads((DEPLOY / name).read_text("utf-8"))


def _expressions(name: str) -> list[str]:
    if name == "alerts.json":
        return [rule["expr"] for group in _json(name)["groups"] for rule in group["rules"]]
    return [target["expr"] for panel in _json(name)["panels"] for target in panel["targets"]]


@pytest.mark.parametrize("name", ["alerts.json", "grafana-dashboard.json"])
def test_alerts_and_dashboard_ask_for_series_that_there_are(name: str) -> None:
    asked = {one for expression in _expressions(name) for one in METRIC.findall(expression)}
    assert asked
    assert asked <= metrics.names()


def test_every_series_is_on_the_dashboard() -> None:
    shown = " ".join(_expressions("grafana-dashboard.json"))
    assert metrics.names() == set(METRIC.findall(shown))


def test_every_alert_says_what_to_do() -> None:
    rules = _json("alerts.json")["groups"][0]["rules"]
    assert all(rule["annotations"]["summary"] and rule["annotations"]["description"] for rule in rules)
    assert len({rule["alert"] for rule in rules}) == len(rules)


def _arguments(line: str) -> list[str]:
    """What follows ``-m bot``."""
    return line.partition("-m bot ")[2].split()


def test_the_unit_starts_a_command_that_there_is() -> None:
    unit = (DEPLOY / "suicha.service").read_text("utf-8")
    starts = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    assert len(starts) == 1
    _accepts(_arguments(starts[0]))


def test_the_container_starts_a_command_that_there_is() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    said = {word: rest for word, _, rest in (line.partition(" ") for line in lines)}
    assert json.loads(said["ENTRYPOINT"])[-2:] == ["-m", "bot"]
    _accepts(json.loads(said["CMD"]))
    assert all((DEPLOY.parent / name).exists() for name in said["COPY"].split()[:-1])


def _accepts(arguments: list[str]) -> None:
    """Parsed to its end without running: a typo in name or option is refused with code 2."""
    assert CliRunner().invoke(app, [*arguments, "--help"]).exit_code == 0
    parsed = typer.main.get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
    assert parsed.make_context(arguments[0], arguments[1:]).params["port"] == 8081


@pytest.mark.parametrize("name", ["compose.json", "compose.postgresql.json"])
def test_composed_services_are_built_from_the_container_file_and_set_what_there_is(name: str) -> None:
    composed = _json(name)
    ours = composed["services"]["suicha"]
    assert (DEPLOY / ours["build"]["context"] / ours["build"]["dockerfile"]).is_file()
    known = {f"SUICHA_{field.upper()}" for field in Settings.model_fields}
    assert set(ours.get("environment", {})) <= known
    mounted = {
        one.partition(":")[0] for service in composed["services"].values() for one in service["volumes"]
    }
    assert mounted == set(composed["volumes"])
    assert set(ours.get("depends_on", {})) <= set(composed["services"])
