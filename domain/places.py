"""Points on the earth: how far apart, and where a phone's map shows one."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from urllib.parse import quote

EARTH_METRES = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, north and east positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLink:
    """Addresses that open a map: of a ``point`` ({latitude}, {longitude}, {name}), of words ({address})."""

    point: str
    search: str
    clause: str


def point(latitude: float | None, longitude: float | None) -> Point | None:
    """A point where both degrees are known."""
    return Point(latitude, longitude) if latitude is not None and longitude is not None else None


def metres(one: Point, other: Point) -> float:
    """The way of the crow, by the haversine formula on a sphere: half a per cent wrong at most."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    across = cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(sin(north / 2) ** 2 + across)))


def map_url(link: MapLink, name: str, address: str, at: Point | None) -> str:
    """Where the map shows it: by its degrees, else by its address; blank where neither is known."""
    if at is not None:
        degrees = {"{latitude}": f"{at.latitude:.6f}", "{longitude}": f"{at.longitude:.6f}"}
        return _filled(link.point, {**degrees, "{name}": quote(name, safe="")})
    return _filled(link.search, {"{address}": quote(address, safe="")}) if address else ""


def _filled(template: str, values: dict[str, str]) -> str:
    for mark, value in values.items():
        template = template.replace(mark, value)
    return template
