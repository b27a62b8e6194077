"""Which files may prove an entry: judged by content and ending together, never by the ending alone (trust.md U)."""

from __future__ import annotations

from app.domain.errors import Invalid

# ending → (media type, how the content begins)
ALLOWED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": ("image/webp", (b"RIFF",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
}
BYTES_LIMIT = 10 * 2**20


def media_type_of(name: str, content: bytes) -> str:
    """The media type of an evidence file.

    Raises Invalid: ``file.empty``, ``file.too_large``, ``file.kind`` (ending not allowed), ``file.content``
    (the content is not what the ending says).
    """
    if not content:
        raise Invalid("file.empty", field="files", name=name)
    if len(content) > BYTES_LIMIT:
        raise Invalid("file.too_large", field="files", name=name)
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise Invalid("file.kind", field="files", name=name)
    media_type, beginnings = ALLOWED[ending]
    if not content.startswith(beginnings):
        raise Invalid("file.content", field="files", name=name)
    return media_type
