"""The object library as a whole: who is in it, of which kind, in which sub-library."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import or_
from sqlmodel import col, select

from domain.scope import scope_of
from locales.columns import columns
from models import InspectionObject
from services.work import Work


async def objects_in(look: Work, object_type: str, scope: str) -> list[InspectionObject]:
    """Every object of a task's type or kind, sub-library or tag, by register number; excluded ones too."""
    wanted = scope_of(object_type, scope, columns())
    query = select(InspectionObject).where(col(InspectionObject.active).is_(True))
    if object_type:
        query = query.where(
            or_(
                col(InspectionObject.object_type).in_(sorted(wanted.types)),
                col(InspectionObject.kind).in_(sorted(wanted.kinds)),
            )
        )
    rows = await look.session.exec(query.order_by(col(InspectionObject.register_no)))
    return [row for row in rows if wanted.names_one_of(sub_libraries=row.sub_libraries, tags=row.tags)]


async def sub_libraries(look: Work, kinds: Collection[str] = ()) -> Counter[str]:
    """Sub-library → how many objects of the kinds (none = all) are in it."""
    query = select(InspectionObject.sub_libraries).where(col(InspectionObject.active).is_(True))
    if kinds:
        query = query.where(col(InspectionObject.kind).in_(sorted(kinds)))
    return Counter(name for names in await look.session.exec(query) for name in names)
