"""The work of a played year: a draw, its visits, the results, their publication, a problem mended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

from bot.demo.county import FIRE_BRIGADE, GROUP, Stage
from bot.demo.hands import PATIENCE, STEP, Hands, NotSeenError, text_of
from domain.calendar import WorkingCalendar

DRAW_MONTH, VISIT_AFTER, PUBLISH_AFTER, MEND_AFTER = 4, 2, 4, 7
"""The draw is on the month's first working day, the rest so many working days later."""
OFFICE, DEPUTY, AUDITOR, FIRE_LIAISON, MARKET, MARKET_HEAD, FIRE_HEAD = 0, 1, 2, 3, 5, 9, 10
"""Which of the county's personas does it."""
CASE = "-W"
Step = Callable[[], Awaitable[None]]


@dataclass
class Errand:
    """What people do on a day beside sending in what they owe; ``found`` is who found the problem."""

    stage: Stage
    hands: Hands
    found: int = 0
    days: dict[date, Step] = field(default_factory=dict)

    def plan(self, year: int, calendar: WorkingCalendar) -> None:
        """Give each step its day."""
        drawn = calendar.next_working_day(date(year, DRAW_MONTH, 1))
        later = ((VISIT_AFTER, self.visit), (PUBLISH_AFTER, self.publish), (MEND_AFTER, self.mend))
        self.days = {drawn: self.draw, **{calendar.shift(drawn, after): step for after, step in later}}

    def _who(self, persona: int) -> int:
        return self.stage.county.personas[persona].telegram_id

    async def _says(self, user: int, chat: int, text: str, **more: int) -> None:
        await self.hands.does("says", user=user, chat=chat, text=text, **more)

    async def draw(self) -> None:
        """Announce, two witnesses, hold: in the office group."""
        office, hands = self._who(OFFICE), self.hands
        await self._says(office, GROUP, "/draw")
        await hands.presses(office, GROUP, self.stage.county.play_task_no)
        await hands.sees(GROUP, "抽取预览")
        await hands.presses(office, GROUP, "公告")
        card = await hands.sees(GROUP, "/witness")
        await self._says(self._who(AUDITOR), GROUP, "83920174", reply_to=card["message_id"])
        await hands.sees(GROUP, "1/2")
        liaison = self._who(FIRE_LIAISON)
        await self._says(liaison, liaison, "见证 二〇二六")
        await hands.sees(GROUP, "2/2")
        await hands.presses(self._who(DEPUTY), GROUP, "开始抽取")
        await hands.sees(GROUP, "抽取完成")

    async def visit(self) -> None:
        """Both units inspect, the fire brigade finds something; a colleague and the unit's head agree."""
        market = self.stage.county.personas[MARKET].unit
        for unit, head in ((FIRE_BRIGADE, FIRE_HEAD), (market, MARKET_HEAD)):
            inspector = await self._told(unit, "抽查任务通知")
            await self.hands.presses(inspector, inspector, "填报结果")
            await self.hands.sees(inspector, "填报检查结果")
            if unit == FIRE_BRIGADE:
                self.found = inspector
                await self._finds(inspector)
            await self._submits(unit, inspector, self._who(head))

    async def _finds(self, inspector: int) -> None:
        await self.hands.presses(inspector, inspector, "未填")
        await self.hands.presses(inspector, inspector, "发现问题待后续处理")
        await self.hands.sees(inspector, "请")
        await self._says(inspector, inspector, "灭火器压力不足，共2具")
        await self.hands.sees(inspector, "灭火器压力不足")

    async def _submits(self, unit: str, inspector: int, head: int) -> None:
        hands = self.hands
        await hands.presses(inspector, inspector, "全部未发现问题")
        await hands.sees(inspector, "请核对后提交")
        await hands.does("location", user=inspector, chat=inspector, latitude=38.42, longitude=112.73)
        await hands.sees(inspector, "位置：已记录")
        await hands.presses(inspector, inspector, "确认提交")
        await hands.sees(inspector, "填报回执")
        partner = await self._told(unit, "请核对检查结果")
        await hands.presses(partner, partner, "核对无误")
        await hands.sees(head, "待审核检查结果")
        await hands.presses(head, head, "审核通过")
        await hands.sees(inspector, "审核通过")

    async def _told(self, unit: str, shows: str) -> int:
        """Who of a unit has been told something."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for user in self.stage.members_of(unit):
                    if any(shows in text_of(message) for message in await self.hands.messages(user)):
                        return user
                await asyncio.sleep(STEP)

    async def publish(self) -> None:
        """Two people of the office put the results on the public page."""
        await self._says(self._who(OFFICE), GROUP, "/publish")
        await self.hands.presses(self._who(OFFICE), GROUP, "提请公示")
        await self.hands.presses(self._who(DEPUTY), GROUP, "复核并公示")
        await self.hands.sees(GROUP, "已公示", "公示网页")

    async def mend(self) -> None:
        """The inspector looks again, the head of the unit closes the case."""
        hands, inspector, head = self.hands, self.found, self._who(FIRE_HEAD)
        if not inspector:
            raise NotSeenError("no problem was found")
        await self._says(inspector, inspector, "问题台账")
        await hands.presses(inspector, inspector, CASE)
        await hands.presses(inspector, inspector, "登记复查")
        await hands.presses(inspector, inspector, "已改正")
        await hands.sees(inspector, "请说明复查所见")
        await self._says(inspector, inspector, "灭火器已更换，压力正常")
        await hands.sees(inspector, "待审核销号")
        await hands.sees(head, "申请销号")
        await hands.presses(head, head, "查看并办理")
        await hands.presses(head, head, "审核销号")
        await hands.sees(inspector, "该问题已办结")
