"""Tags keep to the dictionary or to the naming rule; what does not is named with the nearest that would."""

from hypothesis import given
from hypothesis import strategies as st

from domain.register_rows import ObjectRow
from domain.tags import Library, LibraryField, Remark, TagDictionary

KINDS = {"subject": "主体", "product": "产品", "project": "项目", "behaviour": "行为"}
DICTIONARY = TagDictionary(
    names=("连锁", "学校周边"), domains=("高危行业", "重点工程"), separator="·", clause="6"
)
RISK = LibraryField(field="risk", names=("低风险", "一般风险", "高风险"), clause="5")
LIBRARY = Library(DICTIONARY, (RISK,), ("case_filed", "high_risk"), KINDS)
EVERY = frozenset(("tags", "risk", "key_reason", "key_document"))
part = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1)


def row(**values: object) -> ObjectRow:
    return ObjectRow(**{"register_no": "X-1", "name": "某工程", **values})  # type: ignore[arg-type]


def remarks(present: frozenset[str] = EVERY, **values: object) -> list[Remark]:
    return list(LIBRARY.remarks(row(**values), present))


@given(st.sampled_from(DICTIONARY.domains), st.sampled_from(sorted(KINDS)), part)
def test_every_name_made_by_the_rule_is_taken(domain: str, kind: str, name: str) -> None:
    assert remarks(kind=kind, tags=(f"{domain}·{KINDS[kind]}·{name}",)) == []


@given(st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)), part)
def test_a_made_name_of_another_kind_is_answered_with_the_right_one(kind: str, other: str, name: str) -> None:
    found = remarks(kind=kind, tags=(f"高危行业·{KINDS[other]}·{name}",))
    assert [one.fault for one in found] == ([] if kind == other else ["tag_kind"])
    for one in found:
        assert remarks(kind=kind, tags=(one.nearest,)) == []


@given(st.text(), st.sampled_from(sorted(KINDS)))
def test_whatever_is_suggested_is_itself_in_order(tag: str, kind: str) -> None:
    for one in remarks(kind=kind, tags=(tag,)):
        assert one.nearest == "" or remarks(kind=kind, tags=(one.nearest,)) == []


def test_a_misspelt_tag_is_answered_with_the_nearest_name() -> None:
    assert remarks(tags=("学校周遍",)) == [Remark("tags", "tag_unknown", "学校周遍", "学校周边")]


def test_a_made_name_with_a_misspelt_domain_is_mended_as_a_whole() -> None:
    assert remarks(kind="project", tags=("重点公程·工程·云泉大桥",)) == [
        Remark("tags", "tag_unknown", "重点公程·工程·云泉大桥", "重点工程·项目·云泉大桥")
    ]


def test_a_value_of_another_field_among_the_tags_is_a_known_word() -> None:
    assert remarks(tags=("高风险",)) == []


def test_a_value_outside_its_classes_is_named_and_a_blank_one_is_not() -> None:
    assert remarks(risk="中高风险") == [Remark("risk", "value_outside", "中高风险", "高风险")]
    assert remarks(risk="") == []


def test_a_key_object_needs_a_reason_of_the_list_and_a_document() -> None:
    assert [one.fault for one in remarks(is_key=True)] == ["reason_lacking", "no_document"]
    assert [
        one.fault for one in remarks(is_key=True, key_reason="领导要求", key_document="某文〔2026〕1号")
    ] == ["reason_unknown"]
    assert remarks(is_key=True, key_reason="case_filed", key_document="某文〔2026〕1号") == []
    assert remarks(is_key=False, key_reason="", key_document="") == []


def test_a_file_is_not_blamed_for_columns_it_does_not_have() -> None:
    assert remarks(frozenset(("is_key",)), is_key=True, tags=("随便",), risk="?") == []


def test_a_place_without_a_dictionary_takes_any_tag() -> None:
    assert list(Library(None, (), (), KINDS).remarks(row(tags=("随便",)), EVERY)) == []


def test_a_lowest_unit_is_told_by_how_its_name_ends() -> None:
    rule = LibraryField(field="supervising_unit", endings=("分局", "所"), kinds=("subject",), clause="8")
    filled = [
        LIBRARY.filled(rule, row(supervising_unit=name)) for name in ("城关市场监管所", "市场监管局", "")
    ]
    assert filled == [True, False, False]
    assert LIBRARY.filled(rule, row(kind="project")) is None


def test_only_key_objects_owe_a_basis() -> None:
    rule = LibraryField(field="key_basis", clause="18")
    assert LIBRARY.filled(rule, row()) is None
    assert LIBRARY.filled(rule, row(is_key=True, key_reason="case_filed")) is False
    assert LIBRARY.filled(rule, row(is_key=True, key_reason="case_filed", key_document="某文")) is True
