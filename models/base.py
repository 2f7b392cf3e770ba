"""What every table shares: naming of constraints, 64-bit Telegram ids, JSON, moments in UTC."""

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.types import JSON
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

TelegramId = BigInteger
"""Telegram's ids exceed 32 bits; PostgreSQL's INTEGER does not hold them."""

Json = JSON
Bytes = LargeBinary

__all__ = ["Bytes", "Json", "SQLModel", "TelegramId"]
