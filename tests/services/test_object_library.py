"""The object library: whom a task's kind, type and sub-library choose."""

import pytest

from bot.acts import Acts
from models import InspectionObject
from services.objects import object_library as library

OBJECTS: tuple[tuple[str, str, str, list[str], list[str]], ...] = (
    ("S-1", "subject", "企业", ["食品销售"], []),
    ("S-2", "subject", "个体工商户", ["食品销售", "餐饮服务"], ["连锁"]),
    ("P-1", "project", "", ["建筑工地"], ["重点工程·项目·云泉大桥"]),
    ("C-1", "product", "", ["重要商品"], []),
)


async def fill(acts: Acts) -> None:
    async with acts.noting() as work:
        for no, kind, object_type, libraries, tags in OBJECTS:
            work.session.add(
                InspectionObject(
                    register_no=no,
                    name=no,
                    kind=kind,
                    object_type=object_type,
                    sub_libraries=libraries,
                    tags=tags,
                )
            )
        work.session.add(
            InspectionObject(register_no="S-3", name="S-3", sub_libraries=["食品销售"], active=False)
        )


@pytest.mark.parametrize(
    ("object_type", "scope", "chosen"),
    [
        ("", "", ["C-1", "P-1", "S-1", "S-2"]),
        ("项目", "", ["P-1"]),
        ("产品、项目", "", ["C-1", "P-1"]),
        ("市场主体", "", ["S-1", "S-2"]),
        ("企业", "", ["S-1"]),
        ("个体户", "食品销售", ["S-2"]),
        ("", "餐饮服务、建筑工地", ["P-1", "S-2"]),
        ("", "连锁", ["S-2"]),
        ("行为", "", []),
    ],
)
async def test_kind_type_sub_library_and_tag_choose(
    acts: Acts, object_type: str, scope: str, chosen: list[str]
) -> None:
    await fill(acts)
    async with acts.looking() as look:
        assert [one.register_no for one in await library.objects_in(look, object_type, scope)] == chosen


async def test_sub_libraries_are_counted_by_kind(acts: Acts) -> None:
    await fill(acts)
    async with acts.looking() as look:
        assert dict(await library.sub_libraries(look)) == {
            "食品销售": 2,
            "餐饮服务": 1,
            "建筑工地": 1,
            "重要商品": 1,
        }
        assert dict(await library.sub_libraries(look, {"project"})) == {"建筑工地": 1}
