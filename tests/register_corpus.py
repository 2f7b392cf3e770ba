"""A maker of the files offices send, one mess each, with the report it must get. All fictional."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl
import xlwt

from domain.credit_code import credit_check_digit, registration_check_digit
from domain.sheet import Cell

Grid = Sequence[Sequence[Cell]]
Maker = Callable[[Grid], bytes]


def credit_code(number: int) -> str:
    """A sound credit code of a region that does not exist."""
    body = f"91990001MA{number:07d}"
    return body + credit_check_digit(body)


def registration_no(number: int) -> str:
    """A sound 15-digit registration number of a region that does not exist."""
    body = f"990001{number:08d}"
    return body + registration_check_digit(body)


def xlsx(
    *grids: Grid, names: Sequence[str] = (), merge: Sequence[str] = (), hide: Sequence[int] = ()
) -> bytes:
    """A workbook with one sheet per grid; ``merge`` names ranges of the first."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for index, grid in enumerate(grids):
        sheet = book.create_sheet(names[index] if names else f"表{index + 1}")
        for row in grid:
            sheet.append(list(row))
        for place in merge if index == 0 else ():
            sheet.merge_cells(place)
        if index in hide:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same workbook without the hour it was made: equal lists are equal files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2026-04-01T00:00:00Z", made.read(name))
            kept.writestr(zipfile.ZipInfo(name), part if name == "docProps/core.xml" else made.read(name))
    return out.getvalue()


def xls(grid: Grid) -> bytes:
    """A workbook of the old binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名录")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row_number, row in enumerate(grid):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(row_number, column, cell, day)
            elif cell is not None:
                sheet.write(row_number, column, cell)
    out = io.BytesIO()
    book.save(out)
    return bytes(out.getvalue())


def csv_in(encoding: str, delimiter: str = ",") -> Maker:
    """A maker of CSV files in one encoding."""

    def make(grid: Grid) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter).writerows(
            ["" if cell is None else cell for cell in row] for row in grid
        )
        return out.getvalue().encode(encoding)

    return make


@dataclass(frozen=True)
class Case:
    """One file and its report: rows, accepted, warned, and every (row, column label, code) told."""

    about: str
    kind: str
    file_name: str
    content: bytes
    counts: tuple[int, int, int]
    told: tuple[tuple[int, str, str], ...] = ()
    values: dict[str, tuple[object, ...]] = field(default_factory=dict)
    """Field → its values over the accepted rows."""


OBJECTS: Grid = [
    ["统一社会信用代码", "企业名称"],
    [credit_code(1), "云泉县清溪食品店"],
    [credit_code(2), "云泉县大桥五金厂"],
]
CODES = (credit_code(1), credit_code(2))
PEOPLE: Grid = [
    ["姓名", "执法证号", "执法领域"],
    ["张云", "990101001", "食品、药品"],
    ["李泉", "990101002", "特种设备"],
]
CODE_HEAD = ("统一社会信用代码", "企业名称")
DATES: Sequence[Cell] = [
    date(2026, 4, 15),
    datetime(2026, 4, 15),  # noqa: DTZ001 - a cell has no zone
    46127,
    "2026.4.15",
    "2026/4/15",
    "2026年4月15日",
    "20260415",
    "２０２６－０４－１５",
]


def _objects(*rows: Sequence[Cell], head: Sequence[Cell] = CODE_HEAD) -> bytes:
    return xlsx([head, *rows])


def _one_column(heading: str, cells: Sequence[Cell]) -> bytes:
    """Sound objects that differ in one further column."""
    rows = [[credit_code(number), f"{number}店", cell] for number, cell in enumerate(cells)]
    return xlsx([[*CODE_HEAD, heading], *rows])


def _case(
    about: str,
    content: bytes,
    counts: tuple[int, int, int],
    *told: tuple[int, str, str],
    **values: tuple[object, ...],
) -> Case:
    return Case(about, "objects", "名录.xlsx", content, counts, told, values)


CONTAINERS = [
    Case("xlsx", "objects", "名录.xlsx", xlsx(OBJECTS), (2, 2, 0), values={"register_no": CODES}),
    Case("xls", "objects", "名录.xls", xls(OBJECTS), (2, 2, 0), values={"register_no": CODES}),
    Case("xlsx named xls", "objects", "名录.xls", xlsx(OBJECTS), (2, 2, 0), values={"register_no": CODES}),
    *(
        Case(
            f"csv in {encoding}",
            "objects",
            "名录.csv",
            csv_in(encoding)(OBJECTS),
            (2, 2, 0),
            values={"register_no": CODES},
        )
        for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le")
    ),
    Case(
        "csv with tabs",
        "objects",
        "名录.csv",
        csv_in("utf-8", "\t")(OBJECTS),
        (2, 2, 0),
        values={"register_no": CODES},
    ),
]
OBJECT_CASES = [
    _case(
        "a title, a note and an example above and below the header",
        xlsx(
            [
                ["云泉县检查对象名录", None],
                ["说明：请逐项填写", None],
                *OBJECTS[:1],
                ["案例（请删除）", "某某公司"],
                *OBJECTS[1:],
                ["合计", 2],
                ["填表人：张云", None],
            ],
            merge=["A1:B1", "A2:B2"],
        ),
        (2, 2, 0),
        register_no=CODES,
    ),
    _case(
        "a sheet of parameters and a hidden sheet beside the list",
        xlsx(OBJECTS, OBJECTS, OBJECTS, names=["名录", "参数表", "旧表"], hide=[2]),
        (2, 2, 0),
    ),
    _case(
        "two sheets, one for each office",
        xlsx(OBJECTS[:2], [OBJECTS[0], OBJECTS[2]], names=["一所", "二所"]),
        (2, 2, 0),
        register_no=CODES,
    ),
    _case(
        "remarks, stars and line breaks in the header",
        _objects([credit_code(1), "甲店"], head=["*统一社会信用代码\n（18位）", "企业（市场主体）名称："]),
        (1, 1, 0),
        name=("甲店",),
    ),
    _case(
        "full-width, lower case and blanks in a code",
        _objects(["９" + credit_code(1)[1:8].lower() + " " + credit_code(1)[8:].lower(), "　甲店 "]),
        (1, 1, 0),
        register_no=(credit_code(1),),
        name=("甲店",),
    ),
    _case(
        "a code stored as a number",
        _objects([9.19900013e17, "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "number_cell"),
    ),
    _case(
        "a registration number stored as a number",
        _objects([float(registration_no(1)), "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "number_cell"),
    ),
    _case(
        "a code in scientific notation",
        _objects(["9.199E+17", "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "scientific"),
    ),
    _case(
        "a registration number of 15 digits",
        _objects([registration_no(1), "甲店"]),
        (1, 1, 0),
        register_no=(registration_no(1),),
    ),
    _case(
        "wrong check digits are let in with a warning",
        _objects(["91350211M0000XUF46", "甲店"], ["310115600985535", "乙店"]),
        (2, 2, 2),
        (2, "统一社会信用代码", "check_digit"),
        (3, "统一社会信用代码", "check_digit"),
    ),
    _case(
        "a code that is too short",
        _objects([credit_code(1)[:17], "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "bad_length"),
    ),
    _case(
        "a code with the letters I and O",
        _objects(["91990001MAIO000011", "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "bad_letters"),
    ),
    _case(
        "an identity number in place of the code",
        _objects(["110101199003071233", "甲店"]),
        (1, 0, 0),
        (2, "统一社会信用代码", "identity_number"),
    ),
    _case("no code", _objects([None, "甲店"]), (1, 0, 0), (2, "统一社会信用代码", "missing")),
    _case("no name", _objects([credit_code(1), None]), (1, 0, 0), (2, "企业名称", "missing")),
    _case(
        "the same code twice",
        _objects([credit_code(1), "甲店"], [credit_code(2), "乙店"], [credit_code(1).lower(), "丙店"]),
        (3, 2, 0),
        (4, "统一社会信用代码", "duplicate"),
        name=("甲店", "乙店"),
    ),
    _case(
        "rows that are only numbered",
        xlsx([["序号", *CODE_HEAD], [1, credit_code(1), "甲店"], [2], [3]]),
        (1, 1, 0),
    ),
    _case(
        "blank rows between", _objects([credit_code(1), "甲店"], [], [], [credit_code(2), "乙店"]), (2, 2, 0)
    ),
    _case(
        "the header again on the next page",
        _objects([credit_code(1), "甲店"], CODE_HEAD, [credit_code(2), "乙店"]),
        (2, 2, 0),
    ),
    _case(
        "a two-row header",
        xlsx(
            [
                ["检查对象", None, "信用", None],
                ["统一社会信用代码", "企业名称", "等级", "评定日期"],
                [credit_code(1), "甲店", "B级", "2026-04-15"],
            ],
            merge=["A1:B1", "C1:D1"],
        ),
        (1, 1, 0),
        grade=("B",),
        graded_on=(date(2026, 4, 15),),
    ),
    _case(
        "every way to write a date",
        _one_column("观察期至", DATES),
        (8, 8, 0),
        observed_until=(date(2026, 4, 15),) * 8,
    ),
    _case(
        "licences without an end",
        _objects(
            [credit_code(1), "甲店", "长期"],
            [credit_code(2), "乙店", "9999-09-09"],
            head=[*CODE_HEAD, "许可有效期至"],
        ),
        (2, 2, 0),
        licence_until=(date.max, date.max),
    ),
    _case(
        "a day that does not exist",
        _objects([credit_code(1), "甲店", "2026-02-30"], head=[*CODE_HEAD, "观察期至"]),
        (1, 0, 0),
        (2, "观察期至", "bad_date"),
    ),
    _case(
        "yes and no in many hands",
        _one_column("是否重点对象", ["是", "√", "Y", 1, "有", "否", "×", "n", 0, None]),
        (10, 10, 0),
        is_key=(True,) * 5 + (False,) * 5,
    ),
    _case(
        "a status nobody knows and a telephone that is none",
        _objects([credit_code(1), "甲店", "待定", "1380013800"], head=[*CODE_HEAD, "登记状态", "联系电话"]),
        (1, 1, 1),
        (2, "登记状态", "unknown_value"),
        (2, "联系电话", "phone"),
    ),
    _case(
        "tags in one cell",
        _objects([credit_code(1), "甲店", "餐饮、学校食堂；高风险，餐饮"], head=[*CODE_HEAD, "监管标签"]),
        (1, 1, 0),
        tags=(("餐饮", "学校食堂", "高风险"),),
    ),
    _case(
        "a project needs no credit code",
        xlsx([["项目编号", "项目名称", "对象种类"], ["xm-2026-001", "云泉大桥工程", "项目"]]),
        (1, 1, 0),
        register_no=("XM-2026-001",),
        kind=("project",),
    ),
    _case(
        "a formula in a text stays text",
        csv_in("utf-8")([CODE_HEAD, [credit_code(1), "'=1+1"]]),
        (1, 1, 0),
        name=("=1+1",),
    ),
]
OTHER_CASES = [
    Case(
        "three columns of inspectors",
        "inspectors",
        "人员.xlsx",
        xlsx(PEOPLE),
        (2, 2, 2),
        ((2, "", "no_unit"), (3, "", "no_unit")),
        {"fields": (("食品", "药品"), ("特种设备",))},
    ),
    Case(
        "the provincial template of inspectors",
        "inspectors",
        "人员.xls",
        xlsx(
            [
                ["填表说明：带*为必填"],
                [
                    "单位工号",
                    "姓名*",
                    "性别",
                    "身份证号",
                    "手机号",
                    "岗位资质资格",
                    "执法事项范围",
                    "所在单位",
                    "是否专家",
                    "工商执法证编号",
                    "工商执法证有效期",
                    "省执法证编号",
                    "执法证有效期",
                    "执法人员状态",
                ],
                [
                    "001",
                    "案例（请删除）",
                    "男",
                    "110101199003071233",
                    "13800000000",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                ],
                [
                    "a01",
                    "张　云",
                    "女",
                    "110101199003071233",
                    13800000001,
                    "食品，计量",
                    "A01.直销违法行为检查，B01.食品、药品检查",
                    "云泉县市场监管局",
                    "否",
                    201654321,
                    "2027.6.30",
                    None,
                    None,
                    "有效",
                ],
                [
                    "A02",
                    "李泉",
                    "男",
                    "110101199003071233",
                    "13800000002",
                    "",
                    "",
                    "云泉县市场监管局",
                    "是",
                    None,
                    None,
                    "990101002",
                    "长期",
                    "失效",
                ],
            ]
        ),
        (2, 2, 0),
        (),
        {
            "roster_no": ("A01", "A02"),
            "name": ("张云", "李泉"),
            "certificate_no": ("201654321", "990101002"),
            "certificate_until": (date(2027, 6, 30), date.max),
            "item_scope": (("A01.直销违法行为检查", "B01.食品、药品检查"), ()),
            "valid": (True, False),
            "is_expert": (False, True),
        },
    ),
    Case(
        "a unit merged over its people and one certificate twice",
        "inspectors",
        "人员.xlsx",
        xlsx(
            [
                ["所在单位", "姓名", "执法证号"],
                ["云泉县教育局", "张云", "1"],
                [None, "李泉", "2"],
                [None, "王溪", "1"],
            ],
            merge=["A2:A4"],
        ),
        (3, 2, 0),
        ((4, "执法证号", "duplicate"),),
        {"unit": ("云泉县教育局", "云泉县教育局")},
    ),
    Case(
        "an identity number where the certificate number belongs",
        "inspectors",
        "人员.xlsx",
        xlsx([["姓名", "所在单位", "证件号码"], ["张云", "云泉县教育局", "110101199003071233"]]),
        (1, 1, 1),
        ((2, "证件号码", "identity_dropped"),),
        {"certificate_no": ("",)},
    ),
    Case(
        "items with merged parts and free-text ratios",
        "items",
        "清单.xlsx",
        xlsx(
            [
                ["序号", "抽查领域", "抽查事项", "抽查子项", "事项类别", "抽查比例和频次"],
                [1, "食品", "食品生产检查", "进货查验", "重点检查事项", "不低于3%或按专项计划确定"],
                [None, None, None, "出厂检验", None, None],
                [2, None, "餐饮服务检查", None, "一般", 0.05],
                [3, "计量", "定量包装检查", None, "", "根据实际情况确定"],
            ],
            merge=["A2:A3", "B2:B4", "C2:C3", "E2:E3", "F2:F3"],
        ),
        (4, 4, 1),
        ((5, "抽查比例和频次", "ratio_unread"),),
        {
            "name": ("食品生产检查", "餐饮服务检查", "定量包装检查"),
            "category": ("食品", "食品", "计量"),
            "sub_items": (("进货查验", "出厂检验"), (), ()),
            "item_class": ("key", "general", "general"),
            "ratio_text": ("不低于3%或按专项计划确定", "5%", "根据实际情况确定"),
        },
    ),
    Case(
        "items whose parts stand in rows without a name, in csv",
        "items",
        "清单.csv",
        csv_in("gb18030")(
            [
                ["抽查事项", "抽查子项", "检查方式"],
                ["食品生产检查", "进货查验", "现场检查、网络监测"],
                ["", "出厂检验", "书面检查"],
                ["餐饮服务检查", "", "现场检查"],
            ]
        ),
        (3, 3, 0),
        (),
        {
            "sub_items": (("进货查验", "出厂检验"), ()),
            "methods": (("现场检查", "网络监测", "书面检查"), ("现场检查",)),
        },
    ),
    Case(
        "a numbered item without a name",
        "items",
        "清单.xlsx",
        xlsx([["序号", "抽查事项", "检查依据"], [1, "食品生产检查", "甲办法"], [2, None, "乙办法"]]),
        (2, 1, 0),
        ((3, "抽查事项", "missing"),),
    ),
    Case(
        "the same item twice",
        "items",
        "清单.xlsx",
        xlsx(
            [
                ["抽查领域", "抽查事项"],
                ["食品", "食品生产检查"],
                ["计量", "包装检查"],
                ["食品", "食品生产检查"],
            ]
        ),
        (3, 2, 0),
        ((4, "抽查事项", "duplicate"),),
    ),
    Case(
        "experts with every gap",
        "experts",
        "专家.xlsx",
        xlsx(
            [
                ["姓名", "所在单位", "服务领域", "有效期"],
                ["陈岭", "云泉检测院", "食品；药品", "2028-12-31"],
                ["周川", None, "计量", None],
                ["陈岭", "云泉检测院", "", ""],
            ]
        ),
        (3, 1, 0),
        ((3, "所在单位", "missing"), (4, "姓名", "duplicate")),
        {"fields": (("食品", "药品"),), "valid_until": (date(2028, 12, 31),)},
    ),
    Case(
        "a joint plan under its title",
        "plans",
        "计划.xlsx",
        xlsx(
            [
                ["云泉县2026年度部门联合抽查计划"],
                [
                    "序号",
                    "抽查任务名称",
                    "抽查事项",
                    "抽查对象范围",
                    "抽查比例及频次",
                    "抽查检查起止时间",
                    "发起部门",
                    "配合部门",
                    "抽查数量",
                ],
                [
                    1,
                    "食品安全联合抽查",
                    "1.食品生产检查；2.标签检查",
                    "食品生产企业",
                    "3%;2次/年",
                    "4月-10月",
                    "云泉县市场监管局",
                    "卫健局、公安局",
                    "7户",
                ],
                [
                    2,
                    "校外培训抽查",
                    "培训机构检查",
                    "培训机构",
                    "不超过2%",
                    "第三季度",
                    "云泉县教育局",
                    None,
                    "实际以牵头单位抽查数为准",
                ],
                [3, "矿山抽查", "矿山检查", "矿山", "全覆盖", "另行通知", "云泉县应急局", None, None],
                [
                    4,
                    "客运抽查",
                    "客运检查",
                    "客运站",
                    "2‰",
                    "2026年6月1日至2026年5月1日",
                    "云泉县交通局",
                    None,
                    None,
                ],
            ],
            merge=["A1:I1"],
        ),
        (4, 4, 2),
        ((5, "抽查检查起止时间", "window_unread"), (6, "抽查检查起止时间", "window_unread")),
        {
            "items": (("食品生产检查", "标签检查"), ("培训机构检查",), ("矿山检查",), ("客运检查",)),
            "window_from": (date(2026, 4, 1), date(2026, 7, 1), None, None),
            "window_to": (date(2026, 10, 31), date(2026, 9, 30), None, None),
            "year": (2026,) * 4,
            "quantity": (7, None, None, None),
            "partner_units": (("卫健局", "公安局"), (), (), ()),
        },
    ),
    Case(
        "a plan that ends before it begins",
        "plans",
        "计划.xlsx",
        xlsx([["任务名称", "开始日期", "结束日期"], ["食品抽查", "2026-06-01", "2026-05-01"]]),
        (1, 0, 0),
        ((2, "结束日期", "window_backwards"),),
    ),
]
CASES = [*CONTAINERS, *OBJECT_CASES, *OTHER_CASES]
