"""The text of a PDF, read by pypdf (the extra ``docs``) in a process of its own.

A PDF can be small and unpack to gigabytes, or lead a reader round in circles. The process has a limit of
memory and of time, so that the worst that such a file can do is to be refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from countermove.errors import EvidenceError, LimitError

__all__ = ["MAX_CHARACTERS", "MEMORY", "SECONDS", "Paged", "is_pdf", "read_pdf"]

MEMORY = 1_500_000_000
"""Bytes of memory that reading a PDF may take, where the system can limit it."""
SECONDS = 60
"""Seconds that it may take."""
MAX_CHARACTERS = 20_000_000
"""The longest text that is taken from a PDF."""

# What programs write into a PDF when nobody has told them a title or an author.
_NOTHING = frozenset({"anonymous", "unknown", "unspecified", "untitled"})
_CHILD = Path(__file__).with_name("pdf_child.py")
# Characters that no text has: NUL, and halves of pairs, which cannot be written to a file.
_NO_TEXT = dict.fromkeys([0, *range(55296, 57344)], 65533) | {0x0C: 0x0A}


@dataclass(frozen=True)
class Paged:
    """What was read from a PDF.

    Attributes
    ----------
    text : str
        The pages' text, with a line break and a form feed between two pages.
    starts : tuple of int
        Where each page begins.
    known : dict of str to str
        What the file says of itself, under ``title`` and ``author``.
    reader : str
        What read it, with its version.
    """

    text: str
    starts: tuple[int, ...]
    known: dict[str, str]
    reader: str


def is_pdf(content: bytes) -> bool:
    """Say whether a file is a PDF, by its first bytes."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")


def read_pdf(path: Path, content: bytes) -> Paged:
    """Read the text of a PDF.

    Parameters
    ----------
    path : Path
        What to call it in messages.
    content : bytes
        All of the file.

    Raises
    ------
    EvidenceError
        If it has no text, is encrypted or broken, or the extra is not installed.
    LimitError
        If reading it takes more than `SECONDS` or `MEMORY`, or its text is too long.
    """
    answer = _asked(path, content)
    if fault := answer.get("fault"):
        raise _refusal(path, str(fault), str(answer.get("why", "")))
    pages = [str(page).translate(_NO_TEXT) for page in answer["pages"]]
    if not any(char.isalnum() for page in pages for char in page):
        many = f"{len(pages)} pages" if len(pages) > 1 else "page"
        raise EvidenceError(
            f"{path} has no text: its {many} may be scanned; make text of the images, "
            f"as with 'ocrmypdf {path.name} text.pdf', read it through, and give that file"
        )
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 2
    known = {name: _said(str(value)) for name, value in answer["about"].items()}
    return Paged("\n\f".join(pages), tuple(starts), known, str(answer["reader"]))


def _said(value: str) -> str:
    value = " ".join(value.translate(_NO_TEXT).split())[:500]
    return "" if value.strip("()").lower() in _NOTHING else value


def _asked(path: Path, content: bytes) -> dict[str, Any]:
    """Let the other process read the file, and return what it answers."""
    if find_spec("pypdf") is None:
        return {"fault": "no-reader"}
    # -P keeps this folder, whose modules have everyday names, out of what the process imports from.
    command = [sys.executable, "-P", str(_CHILD), str(MEMORY), str(SECONDS), str(MAX_CHARACTERS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refusal(path, "long", "") from None
    except OSError as error:
        raise EvidenceError(
            f"{path} cannot be read as a PDF ({error.strerror}); save its text, "
            f"as with 'pdftotext {path.name}', and give that file"
        ) from None
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    return {"fault": "large"}  # stopped by the system, which is how a limit that was passed may end


def _refusal(path: Path, fault: str, why: str) -> EvidenceError | LimitError:
    instead = f"save its text, as with 'pdftotext {path.name}', and give that file"
    if fault == "no-reader":
        return EvidenceError(
            f"{path} is a PDF, which the extra 'docs' reads; type: pip install 'countermove[docs]'"
        )
    if fault == "encrypted":
        return EvidenceError(
            f"{path} is encrypted; save a copy without a password, "
            f"as with 'qpdf --decrypt {path.name} open.pdf', and give that file"
        )
    if fault == "broken":
        said = " ".join(why.split())[:200]
        return EvidenceError(f"{path} is a broken PDF ({said}); fetch it anew, or {instead}")
    if fault == "long":
        return LimitError(
            f"{path} takes more than {SECONDS} seconds to read, or has more than "
            f"{MAX_CHARACTERS // 1_000_000} million characters; give the pages that are quoted, or {instead}"
        )
    return LimitError(
        f"{path} takes more than {MEMORY / 1e9:g} GB of memory to read; give the pages that are quoted, "
        f"or {instead}"
    )
