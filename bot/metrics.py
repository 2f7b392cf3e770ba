"""Prometheus reads here: one registry a reading, made from the database and from what was logged."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from domain.self_check import PATIENCE
from services.vital_signs import VitalSigns

LOGGED: Counter[tuple[str, str, str]] = Counter()
"""Level, event and class of what this process logged as a warning or worse."""
COUNTED = frozenset({"warning", "error", "critical", "exception"})


def count_logged(_logger: object, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A step of the logging: counts by event and class, never by what the event holds."""
    if level in COUNTED:
        LOGGED[level, str(event["event"]), _class_of(event)] += 1
    return event


def _class_of(event: Mapping[str, Any]) -> str:
    """The verdict on a letter, or the name of an exception; anything freer is left out."""
    raised = event.get("exc_info")
    raised = sys.exception() if raised is True else raised
    if isinstance(raised, BaseException):
        return type(raised).__name__
    found = str(event.get("verdict") or event.get("error") or "")
    return found if found.isidentifier() else ""


def exposition(signs: VitalSigns) -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(_Reading(signs))
    return generate_latest(registry)


def names() -> frozenset[str]:
    """The name of every series, as alerts and dashboards spell it."""
    nothing = VitalSigns(0, 0, {"": 0}, {"": 0}, {"": 0}, {"": 0}, 0, ())
    counters = {f"{one.name}_total" for one in _Reading(nothing).collect() if one.type == "counter"}
    return frozenset({one.name for one in _Reading(nothing).collect() if one.type == "gauge"} | counters)


class _Reading:
    """What prometheus_client calls a collector."""

    def __init__(self, signs: VitalSigns) -> None:
        self._signs = signs

    def collect(self) -> Iterable[Metric]:
        """Every family of series."""
        signs = self._signs
        found = {one.code: 1.0 for one in signs.findings}
        logged = CounterMetricFamily(
            "suicha_logged", "Warnings and errors", labels=("level", "event", "class")
        )
        for labels, count in LOGGED.items():
            logged.add_metric(labels, count)
        return (
            GaugeMetricFamily("suicha_oldest_letter_seconds", "Overdue oldest letter", signs.oldest_letter),
            GaugeMetricFamily("suicha_oldest_update_seconds", "Oldest waiting update", signs.oldest_update),
            GaugeMetricFamily("suicha_journal_position", "Newest entry", signs.journal_position),
            _labelled("suicha_letters", "Letters by state", "state", signs.letters),
            _labelled("suicha_updates", "Updates by state", "state", signs.updates),
            _labelled("suicha_sign_of_life_seconds", "Age of the last sign", "part", signs.parts),
            _labelled("suicha_acts", "Journal entries by act", "act", signs.acts),
            _labelled(
                "suicha_finding",
                "1 while the self-check finds it",
                "code",
                {code: found.get(code, 0.0) for code in PATIENCE},
            ),
            logged,
        )


def _labelled(name: str, what: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=(label,))
    for value, number in values.items():
        family.add_metric((value,), number)
    return family
