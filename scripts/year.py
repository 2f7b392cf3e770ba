"""Plays a year of every place (or of those named), keeps what was printed, writes docs/year.zh-CN.md."""

import asyncio
import sys
from contextlib import redirect_stdout
from pathlib import Path

import structlog

from bot.demo import play_year
from services.profiles import shipped

YEAR, SAMPLE = 2026, "xinzhou"
KEPT = Path("data") / "year"
PAGE = Path(__file__).parents[1] / "docs" / "year.zh-CN.md"
HEAD = """# 一年的期限：从头到尾演示一遍

本页由 `make year` 生成，请勿手工修改。

```
.venv/bin/python -m bot demo --play --year --profile xinzhou    # 换年份：--of 2027；数据：--json
make year                                                       # 五地全部演示，逐地核对，结果存入 data/year/
```

演示在本机的 Bot API 上进行，收发全部经过 HTTP，定时任务与正式运行相同。
时钟从一个期限跳到下一个期限，中间的清晨和节假日也各看一眼。六个虚构的单位各有习惯：

- 市场监督管理局收到提前提醒当日报送，消防救援大队、人力资源和社会保障局在临近时；
- 生态环境分局在最后准备时，应急管理局在到期当日，卫生健康局逾期才报送；
- 人力资源和社会保障局的联络员在全年第一次报送时联系不上，告知办公室，逾期后补报；
- 办公室自己的事项在到期当日办理。

其间还有一项抽查任务从头到尾办完（为演示，抽取一律在本系统进行）：

- 4月第一个工作日公告、见证、抽取；
- 2个工作日后两个单位检查、填报，同组人员确认，审批人审核，消防救援大队发现一个问题；
- 4个工作日后由两人公示；7个工作日后复查已改正，审核销号。

同一事项、同一节点的各单位合为一行；“办理”是有人做的事，“提醒”“发”是系统发出的。

最后四行是核对，有一项不通过的，命令以退出码 1 结束：

- 全年的每个催办节点，每个单位或者收到提醒，或者未能送达而已告办公室，或者并入后一次，或者因已办结而不需提醒；
- 同一人一日收到的主动消息不超过规定条数；
- 夜间和非工作日没有发送；
- 操作日志校验通过。

## 忻州，2026年

```
"""


def main(names: list[str]) -> int:
    """Exit code 1 when a check of any place does not hold."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    KEPT.mkdir(parents=True, exist_ok=True)
    held = [_play(name) for name in names or shipped()]
    return 0 if all(held) else 1


def _play(name: str) -> bool:
    file = KEPT / f"{name}.txt"
    with file.open("w", encoding="utf-8") as printed, redirect_stdout(printed):
        held = asyncio.run(play_year(name, YEAR))
    said = file.read_text("utf-8")
    if held and name == SAMPLE:
        PAGE.write_text(f"{HEAD}{said}```\n", "utf-8")
    sys.stdout.write("".join(f"{name}　{line}\n" for line in said.splitlines()[-4:]))
    return held


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
