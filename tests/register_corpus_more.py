"""More messes of the corpus: real headings of other places, what table programs do to cells."""

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import xlsxwriter
from openpyxl.styles import Border, Side

from domain.sheet import Cell
from tests.register_corpus import CASES as FIRST
from tests.register_corpus import CODE_HEAD, OBJECTS, Case, credit_code, csv_in, registration_no, xls, xlsx

IDENTITY_NUMBER = "110101199003071233"
RATIOS: Sequence[Cell] = [
    "不超过2%",
    "2‰",
    "每2年不超过1次",
    "3%;2次/年",
    "不低于3%或按专项计划确定",
    1,
    0.05,
    "按市局部署",
]


def with_blank_rows(count: int) -> bytes:
    """A short list with borders drawn far below it."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in OBJECTS:
        page.append(list(row))
    border = Border(bottom=Side(style="thin"))
    for number in range(4, count):
        page.cell(number, 1).border = border
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_formulas() -> bytes:
    """Codes and names put together by formulas, as the table program last showed them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, CODE_HEAD)
        page.write_formula(1, 0, '=CONCATENATE("9199","x")', None, credit_code(1))
        page.write_formula(1, 1, '=HYPERLINK("http://example.invalid","甲店")', None, "甲店")
    return out.getvalue()


def with_error_cells() -> bytes:
    """A look-up that found nothing, in a column that may be blank and in one that may not."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [*CODE_HEAD, "地址"])
        for row, (name, address) in enumerate((("甲店", "#N/A"), ("#N/A", "一街")), start=1):
            page.write_string(row, 0, credit_code(row))
            for column, shown in ((1, name), (2, address)):
                if shown == "#N/A":
                    page.write_formula(row, column, "=NA()", None, shown)
                else:
                    page.write_string(row, column, shown)
    return out.getvalue()


MORE = [
    Case(
        "csv with semicolons and a BOM",
        "objects",
        "名录.csv",
        csv_in("utf-8-sig", ";")(OBJECTS),
        (2, 2, 0),
        values={"name": ("云泉县清溪食品店", "云泉县大桥五金厂")},
    ),
    Case(
        "the six columns of an education bureau",
        "objects",
        "名录.xls",
        xls(
            [
                ["名称", "统一社会信用代码（注册号）", "法定代表人", "注册地址", "联络人", "联系方式"],
                ["云泉县一中", credit_code(1), "张云", "一街1号", "李泉", 19900000001],
            ]
        ),
        (1, 1, 0),
        values={
            "name": ("云泉县一中",),
            "legal_representative": ("张云",),
            "address": ("一街1号",),
            "contact_name": ("李泉",),
            "contact_phone": ("19900000001",),
        },
    ),
    Case(
        "numbers that turned into decimals",
        "inspectors",
        "人员.xlsx",
        xlsx(
            [
                ["单位工号", "姓名", "所在单位", "手机号", "执法证编号"],
                [1001.0, "张云", "甲局", 19900000001.0, 201654321.0],
            ]
        ),
        (1, 1, 0),
        values={"roster_no": ("1001",), "phone": ("19900000001",), "certificate_no": ("201654321",)},
    ),
    Case(
        "a telephone in scientific notation",
        "objects",
        "名录.xlsx",
        xlsx([[*CODE_HEAD, "联系电话"], [credit_code(1), "甲店", 1.99000000011990e19]]),
        (1, 0, 0),
        ((2, "联系电话", "scientific"), (2, "联系电话", "phone")),
    ),
    Case(
        "an identity number inside other text",
        "objects",
        "名录.xlsx",
        xlsx([[*CODE_HEAD, "联系人"], [credit_code(1), "甲店", f"张云{IDENTITY_NUMBER}"]]),
        (1, 1, 1),
        ((2, "联系人", "identity_withheld"),),
        {"contact_name": ("张云",)},
    ),
    Case(
        "nothing but an identity number for a name",
        "objects",
        "名录.xlsx",
        xlsx([CODE_HEAD, [credit_code(1), IDENTITY_NUMBER]]),
        (1, 0, 0),
        ((2, "企业名称", "identity_withheld"), (2, "企业名称", "missing")),
    ),
    Case(
        "identity columns under other names",
        "objects",
        "名录.csv",
        csv_in("gb18030")(
            [
                [*CODE_HEAD, "法定代表人身份证号码", "公民身份号码", "联系人身份证"],
                [credit_code(1), "甲店", IDENTITY_NUMBER, IDENTITY_NUMBER, IDENTITY_NUMBER],
            ]
        ),
        (1, 1, 0),
    ),
    Case(
        "borders drawn thousands of rows below the list",
        "objects",
        "名录.xlsx",
        with_blank_rows(3_000),
        (2, 2, 0),
    ),
    Case(
        "cells put together by formulas",
        "objects",
        "名录.xlsx",
        with_formulas(),
        (1, 1, 0),
        values={"register_no": (credit_code(1),), "name": ("甲店",)},
    ),
    Case(
        "look-ups that found nothing",
        "objects",
        "名录.xlsx",
        with_error_cells(),
        (2, 1, 0),
        ((3, "企业名称", "missing"),),
        {"address": ("",)},
    ),
    Case(
        "headings between groups of rows",
        "objects",
        "名录.xlsx",
        xlsx(
            [
                ["序号", *CODE_HEAD],
                ["一、食品销售", None, None],
                [1, credit_code(1), "甲店"],
                ["二、餐饮服务", None, None],
                [1, credit_code(2), "乙店"],
                ["小计", 2, None],
            ],
            merge=["A2:C2", "A4:C4"],
        ),
        (2, 2, 0),
        values={"name": ("甲店", "乙店")},
    ),
    Case(
        "old registration numbers among new codes, one of them wrong",
        "objects",
        "名录.xlsx",
        xlsx(
            [
                ["注册号/统一社会信用代码", "市场主体名称"],
                [registration_no(1), "甲店"],
                ["310115600985535", "乙店"],
                [credit_code(1), "丙店"],
            ]
        ),
        (3, 3, 1),
        ((3, "注册号/统一社会信用代码", "check_digit"),),
    ),
    Case(
        "ratios of every sort",
        "items",
        "清单.xlsx",
        xlsx([["抽查事项", "抽查比例及频次"], *([f"事项{n}", one] for n, one in enumerate(RATIOS))]),
        (8, 8, 2),
        ((7, "抽查比例及频次", "ratio_unread"), (9, "抽查比例及频次", "ratio_unread")),
    ),
    Case(
        "the item list of a commerce bureau",
        "items",
        "清单.xls",
        xls(
            [
                [
                    "序号",
                    "抽查大类（类别）",
                    "抽查事项",
                    "检查对象",
                    "事项类别",
                    "检查方式",
                    "检查主体",
                    "检查依据",
                ],
                [
                    1,
                    "预付卡",
                    "单用途预付卡检查",
                    "发卡企业",
                    "重点检查事项",
                    "实地核查，书面检查",
                    "商务局",
                    "甲办法第一条",
                ],
            ]
        ),
        (1, 1, 0),
        values={
            "category": ("预付卡",),
            "item_class": ("key",),
            "methods": (("实地核查", "书面检查"),),
            "unit_name": ("商务局",),
        },
    ),
    Case(
        "the year's plan of a county with its own headings",
        "plans",
        "2026年度计划.xlsx",
        xlsx(
            [
                ["2026年度双随机抽查计划表"],
                [
                    "序号",
                    "检查主体",
                    "年度计划名称",
                    "检查内容",
                    "计划开展时间",
                    "抽查比例",
                    "抽查频次",
                    "抽查数量",
                ],
                [1, "教育局", "校外培训抽查", "办学资质", "2026.5-2026.6", "5%", "=1", "1"],
                [2, "教育局", "民办幼儿园抽查", "办学资质", "上半年", "10％", ">=1", "3户"],
            ],
            merge=["A1:H1"],
        ),
        (2, 2, 0),
        values={"quantity": (1, 3), "window_to": (date(2026, 6, 30), date(2026, 6, 30))},
    ),
    Case(
        "the joint plan of a city",
        "plans",
        "计划.xls",
        xls(
            [
                ["长治示例市2026年部门联合计划"],
                [
                    "序号",
                    "抽查任务名称",
                    "抽查事项",
                    "抽查对象范围",
                    "抽查比例及频次",
                    "智慧监管（信用风险分类）要求",
                    "抽查检查起止时间",
                    "发起部门",
                    "配合部门",
                    "抽查检查模式",
                ],
                [
                    1,
                    "旅馆联合抽查",
                    "治安管理；卫生许可",
                    "旅馆",
                    "3%;2次/年",
                    "A类不超过1%",
                    "2026年3月1日-2026年11月30日",
                    "公安局",
                    "卫健局，消防队",
                    "市抽县查",
                ],
            ]
        ),
        (1, 1, 0),
        values={
            "partner_units": (("卫健局", "消防队"),),
            "window_from": (date(2026, 3, 1),),
            "mode": ("市抽县查",),
            "grade_rule": ("A类不超过1%",),
        },
    ),
    Case(
        "experts with their certificates in one cell",
        "experts",
        "专家.csv",
        csv_in("utf-16")(
            [
                ["专家姓名", "工作单位", "专长", "服务领域", "资质证明", "联系方式", "有效期"],
                [
                    "陈　岭",
                    "云泉检测院",
                    "食品检验",
                    "食品、药品",
                    "高工证；检验员证",
                    "0931-7234567",
                    "长期",
                ],
            ]
        ),
        (1, 1, 0),
        values={"name": ("陈岭",), "qualifications": (("高工证", "检验员证"),), "valid_until": (date.max,)},
    ),
]
CASES = [*FIRST, *MORE]
