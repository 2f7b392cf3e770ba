"""Files that people and bots have sent, kept in memory under the names the Bot API gives them."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from playground.state import Json

DOWNLOAD_LIMIT = 20 << 20
THUMBNAILS = (90, 320)
FULL = 1280


@dataclass(frozen=True)
class StoredFile:
    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes

    def to_json(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class FileStore:
    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self._sizes: dict[str, list[Json]] = {}
        self._documents: dict[str, Json] = {}

    def add(self, data: bytes, name: str, folder: str, variant: str = "") -> StoredFile:
        number = len(self.by_id) + 1
        unique = hashlib.sha256(variant.encode() + data).hexdigest()
        suffix = PurePosixPath(name).suffix or ".bin"
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = StoredFile(
            f"AgAC{number:08d}{unique[:32]}",
            f"AQ{unique[:14]}",
            f"{folder}/file_{number}{suffix}",
            name,
            mime,
            data,
        )
        self.by_id[stored.id] = stored
        self.by_path[stored.path] = stored
        return stored

    def add_photo(self, data: bytes) -> list[Json]:
        """The photo in its sizes, smallest first; every size carries the full picture's bytes."""
        width, height = picture_size(data) or (800, 600)
        edges = [edge for edge in THUMBNAILS if edge < max(width, height)] + [FULL]
        sizes: list[Json] = []
        for edge in edges:
            scale = min(1.0, edge / max(width, height))
            stored = self.add(data, "photo.jpg", "photos", variant=str(edge))
            dimensions = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
            sizes.append(stored.to_json() | dimensions)
        for size in sizes:
            self._sizes[size["file_id"]] = sizes
        return sizes

    def add_document(self, data: bytes, name: str) -> Json:
        stored = self.add(data, name, "documents")
        document = stored.to_json() | {"file_name": name, "mime_type": stored.mime}
        self._documents[stored.id] = document
        return document

    def photo(self, file_id: str) -> list[Json] | None:
        return self._sizes.get(file_id)

    def document(self, file_id: str) -> Json | None:
        return self._documents.get(file_id)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, WebP or JPEG; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 800, 600
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
