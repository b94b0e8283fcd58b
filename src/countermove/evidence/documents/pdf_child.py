"""Read a PDF from standard input and write its text, page by page, as JSON to standard output.

This file is run as a program of its own (`pdf`), under limits of memory and time, since a hostile PDF can
make any reader work or allocate without end. It imports nothing of this package.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

__all__: list[str] = []


def _limited(memory: int, seconds: int) -> None:
    """Limit this process's memory in bytes and its time; where the system has no limits, it has none."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds + 5)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):  # a lower limit holds already, or the system has none of the kind
            continue


def _read(content: bytes, characters: int) -> dict[str, Any]:
    """Return the pages' text and what the file says of itself, or what is wrong with it."""
    try:
        import pypdf
        from pypdf import errors
    except (ImportError, MemoryError):  # it is installed, so there is no room for it
        return {"fault": "large"}
    limits = getattr(errors, "LimitReachedError", MemoryError)  # older versions have no limits of their own
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "encrypted"}
        pages: list[str] = []
        length = 0
        for page in reader.pages:
            text = page.extract_text()
            length += len(text)
            if length > characters:
                return {"fault": "long"}
            pages.append(text)
        known = reader.metadata
        about = {} if known is None else {"title": known.title or "", "author": known.author or ""}
    except (MemoryError, limits):
        return {"fault": "large"}
    except errors.DependencyError:
        return {"fault": "encrypted"}
    except RecursionError:
        return {"fault": "broken", "why": "its parts lie in one another without end"}
    except errors.PyPdfError as error:
        return {"fault": "broken", "why": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to the reader, it is broken
        return {"fault": "broken", "why": type(error).__name__}
    return {"pages": pages, "about": about, "reader": f"pypdf {pypdf.__version__}"}


def _main(memory: str, seconds: str, characters: str) -> None:
    logging.disable(logging.CRITICAL)
    _limited(int(memory), int(seconds))
    try:
        answer = json.dumps(_read(sys.stdin.buffer.read(), int(characters)))
    except MemoryError:
        answer = json.dumps({"fault": "large"})
    sys.stdout.write(answer)


if __name__ == "__main__":
    _main(*sys.argv[1:])
