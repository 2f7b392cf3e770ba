"""A task's words choose objects by kind, type, sub-library and tag; misspelt sub-libraries are noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scope import Scope, misspelt, scope_of
from locales.columns import columns

names = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("written", "types", "kinds"),
    [
        ("", set(), set()),
        ("项目", {"项目"}, {"project"}),
        ("产品、行为", {"产品", "行为"}, {"product", "behaviour"}),
        ("企业", {"企业"}, set()),
        ("个体户", {"个体户", "个体工商户"}, set()),
        ("市场主体", {"市场主体"}, {"subject"}),
        ("加油站", {"加油站"}, set()),
    ],
)
def test_a_word_is_a_kind_unless_it_is_a_type(written: str, types: set[str], kinds: set[str]) -> None:
    found = scope_of(written, "", columns())
    assert (set(found.types), set(found.kinds)) == (types, kinds)


def test_one_of_several_sub_libraries_or_tags_is_enough() -> None:
    scope = scope_of("", "食品销售、餐饮服务", columns())
    assert scope.names_one_of(sub_libraries=["餐饮服务"], tags=[])
    assert scope.names_one_of(sub_libraries=[], tags=["食品销售"])
    assert not scope.names_one_of(sub_libraries=["食品"], tags=[])


def test_a_name_with_a_comma_of_its_own_is_still_found() -> None:
    assert scope_of("", "旅馆、网吧", columns()).names_one_of(sub_libraries=["旅馆、网吧"], tags=[])


@given(st.lists(names), st.lists(names))
def test_no_names_means_every_object(libraries: list[str], tags: list[str]) -> None:
    assert Scope().names_one_of(sub_libraries=libraries, tags=tags)


@given(st.dictionaries(names, st.integers(1, 50)), st.sets(names))
def test_only_new_names_are_suspected_and_only_of_being_another(
    found: dict[str, int], known: set[str]
) -> None:
    suspects = misspelt(found, known)
    assert suspects.keys() <= found.keys() - known
    assert all(name != near and near in known | found.keys() for name, near in suspects.items())


def test_a_rare_name_is_held_against_a_common_one_of_the_same_file() -> None:
    assert misspelt({"食品销售": 240, "食品消售": 1}, ()) == {"食品消售": "食品销售"}
    assert misspelt({"食品销售": 5, "食品消售": 4}, ()) == {}
