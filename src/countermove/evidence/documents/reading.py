"""The bytes of a file, read without hanging on what only looks like a file, and decoded strictly."""

from __future__ import annotations

import codecs
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from countermove.errors import EvidenceError, LimitError, UsageError

__all__ = ["decoded", "known_encoding", "read_bytes"]

_CHARSET = re.compile(
    rb"(?:<meta\b[^>]{0,1000}?charset|\A\s*<\?xml\b[^>]{0,1000}?encoding)"
    rb"\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})",
    re.IGNORECASE,
)
_PRESCANNED = 4096  # bytes in which a page declares its encoding; browsers look at the first 1024
# Codecs of Python that are no encodings of files, or whose decoders take quadratic time.
_NO_FILES = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)


def read_bytes(path: Path, limit: int) -> bytes:
    """Read the bytes of a regular file.

    Raises
    ------
    EvidenceError
        If it is missing, no regular file, not to be read, or empty.
    LimitError
        If it has more than ``limit`` bytes, before any is read.
    """
    try:
        _check_regular(path, path.stat(), limit)
        # Should a FIFO have taken the file's place since, opening it without O_NONBLOCK would hang.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - it is open already
            _check_regular(path, os.fstat(file.fileno()), limit)
            content = file.read(limit + 1)
    except FileNotFoundError as error:
        raise EvidenceError(f"{path} does not exist; check the path, or give another file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EvidenceError(f"{path} cannot be read ({reason}); make it a readable file") from error
    if len(content) > limit:
        raise _too_large(path, limit)
    if not content.strip():
        raise EvidenceError(f"{path} is empty; give a file with the document's text")
    return content


def _check_regular(path: Path, about: os.stat_result, limit: int) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise EvidenceError(f"{path} is a directory; give a file in it")
    if not stat.S_ISREG(about.st_mode):
        raise EvidenceError(
            f"{path} is no regular file but a device, pipe or socket; save it to a file first"
        )
    if about.st_size > limit:
        raise _too_large(path, limit)


def _too_large(path: Path, limit: int) -> LimitError:
    return LimitError(
        f"{path} has more than {limit // 1_000_000} MB; give the part of the document that is quoted"
    )


def known_encoding(name: str) -> str:
    """Return the name under which Python knows an encoding of text files, such as ``windows-1252``.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    try:
        found = codecs.lookup(name).name.replace("_", "-")
        with suppress(UnicodeError):  # one byte is not enough for some
            b"a".decode(found)  # refuses what does not make text, such as base64
    except (LookupError, ValueError):
        found = "undefined"
    if found in _NO_FILES:
        raise UsageError(
            f"'{name[:40]}' is no encoding of texts; write such as --encoding windows-1252 or "
            "--encoding koi8-r"
        )
    return found


def decoded(path: Path, content: bytes, encoding: str | None, page: bool) -> tuple[str, str]:
    """Decode the bytes of a text or a page strictly, for a wrong guess would change words.

    Parameters
    ----------
    path : Path
        What to call it in messages.
    content : bytes
        All of the file.
    encoding : str or None
        The user's, which goes before everything; else a byte order mark decides, then what a page
        declares, then it is UTF-8.
    page : bool
        Whether it is HTML.

    Returns
    -------
    tuple of str
        The text, and the encoding it was in.
    """
    why = "as its first bytes promise"
    if encoding is not None:
        name, why = known_encoding(encoding), "as --encoding says"
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif content.startswith(codecs.BOM_UTF8) or not page:
        name, why = "utf-8-sig", ""
    else:
        name, why = _declared(path, content)
    name = "utf-8-sig" if name == "utf-8" else name
    try:
        text = content.decode(name)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        reason = getattr(error, "reason", str(error))
        called = "UTF-8" if name == "utf-8-sig" else name.upper().replace("CP125", "windows-125")
        raise EvidenceError(
            f"{path} is not {called}{', ' + why if why else ''} (byte {place}: {reason}); "
            "if it is text, open it in an editor and save it as UTF-8, or add it with its encoding: "
            f"countermove evidence add {path.name} --encoding windows-1252"
        ) from error
    if "\0" in text:
        raise EvidenceError(
            f"{path} is binary (it has NUL bytes); if it is a text, save it as plain text in UTF-8"
        )
    return text, "utf-8" if name == "utf-8-sig" and not content.startswith(codecs.BOM_UTF8) else name


def _declared(path: Path, content: bytes) -> tuple[str, str]:
    """Return the encoding that a page declares, read as browsers do, and how the message says so."""
    found = _CHARSET.search(content[:_PRESCANNED])
    if found is None:
        return "utf-8", ""
    said = found[1].decode("ascii")
    try:
        name = known_encoding(said)
    except UsageError:
        raise EvidenceError(
            f"{path} declares the encoding '{said}', which is not known; add it with its encoding: "
            f"countermove evidence add {path.name} --encoding windows-1252"
        ) from None
    if name in ("iso8859-1", "ascii"):  # to browsers these are names of windows-1252
        name = "cp1252"
    # A declaration that could be read byte by byte was not in UTF-16.
    return ("utf-8" if name.startswith("utf-16") else name), "as it declares"
