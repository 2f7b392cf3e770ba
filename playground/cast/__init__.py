"""A fictional county: the files of its office and the people to play. Nothing here knows of the product."""

from __future__ import annotations

from dataclasses import dataclass

from playground.cast.lists import experts, items, plans, task_no
from playground.cast.messy import messy_objects
from playground.cast.objects import objects
from playground.cast.people import inspectors
from playground.cast.personas import Group, Persona, group, personas
from playground.cast.pictures import PICTURES, picture
from playground.cast.table import Table, as_csv

__all__ = ["PICTURES", "County", "Group", "Persona", "Table", "as_csv", "county", "picture"]


@dataclass(frozen=True)
class County:
    """青禾县 in one year. ``play_task_no`` is the task of the plan that draws 12 of 240 with two units."""

    year: int
    objects: Table
    inspectors: Table
    items: Table
    experts: Table
    plans: Table
    messy_objects: Table
    personas: tuple[Persona, ...]
    group: Group
    play_task_no: str


def county(year: int, seed: str = "青禾") -> County:
    """The county of one year; the same year and seed give the same bytes everywhere."""
    register, cast = objects(year, seed), personas(year, seed)
    return County(
        year=year,
        objects=register,
        inspectors=inspectors(year, seed),
        items=items(year),
        experts=experts(year, seed),
        plans=plans(year, register),
        messy_objects=messy_objects(year, register),
        personas=cast,
        group=group(cast),
        play_task_no=task_no(year, 1),
    )
