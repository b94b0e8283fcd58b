"""Evidence: documents, the desk they lie on, and whether one says a quote, word for word.

A *source* is one work; its *renditions* are the forms it comes in, such as a web page's text and a PDF's,
and each may have a *document* on this machine. A *quote* is open (its text) or sealed (the length and the
hash of its words, for documents that may not be shared). `verify` reads a source's documents, and
`Source.check` looks a quote up in every one of them.

Matching compares *words*, exactly (see `words` for the definition): typography, line breaks and hyphens
at line ends do not count, everything else does. A quote may run past page *furniture*, such as a list of
links at a page's end, and the `Finding` then shows what interrupts it. What is found is a place in the raw
text. Nothing fuzzy is ever accepted: a wrong place is worse than none.

The package knows nothing of conflict models.
"""

from countermove.evidence.desk.desk import Desk, Entry
from countermove.evidence.documents.document import About, Document, document_from_text, read_document
from countermove.evidence.documents.furniture import Furniture, find_furniture
from countermove.evidence.documents.passages import Passage
from countermove.evidence.documents.words import Words, split
from countermove.evidence.documents.work import Work
from countermove.evidence.quotes.match import Finding, Interruption, Nearest, Place, Status, find, find_all
from countermove.evidence.quotes.nearest import Difference
from countermove.evidence.quotes.seal import MAX_SEALED_WORDS, Seal, seal
from countermove.evidence.quotes.source import Notice, Rendition, Row, Source, inside, verify

__all__ = [
    "MAX_SEALED_WORDS",
    "About",
    "Desk",
    "Difference",
    "Document",
    "Entry",
    "Finding",
    "Furniture",
    "Interruption",
    "Nearest",
    "Notice",
    "Passage",
    "Place",
    "Rendition",
    "Row",
    "Seal",
    "Source",
    "Status",
    "Words",
    "Work",
    "document_from_text",
    "find",
    "find_all",
    "find_furniture",
    "inside",
    "read_document",
    "seal",
    "split",
    "verify",
]
