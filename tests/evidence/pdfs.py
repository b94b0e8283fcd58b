"""PDF documents for tests, written by reportlab or by hand."""

from __future__ import annotations

import io
import zlib

TEXTS = [
    "The port authority closed the upper locks on Monday. The minister said that the gates would open once "
    "the fees were paid. Nobody expected that to hap-",
    "pen before the summer. Ships waited at the mouth of the river for nine days, and some turned back to the "
    "coast. The harbour master asked for patience.",
    "In the end the fees were lowered by half. The locks opened in June, and the first barges passed at night.",
]


def lines(text: str, width: int = 60) -> list[str]:
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) > width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


def paper(texts: list[str] = TEXTS, *, head: str = "The River Paper", password: str = "") -> bytes:
    """A PDF with a running head and page numbers, one text a page; an empty text makes a page of an image."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(file, encrypt=encrypt, invariant=1)
    canvas.setTitle("The locks")
    for number, text in enumerate(texts, start=1):
        if text:
            canvas.drawString(72, 800, f"{head} {number}" if head else "")
            for row, line in enumerate(lines(text)):
                canvas.drawString(72, 760 - 14 * row, line)
            canvas.drawString(290, 40, f"{number + 10}")
        else:
            canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def by_hand(stream: bytes, *, entries: bytes = b"", kids: bytes = b"[3 0 R]") -> bytes:
    """A PDF of one page whose content is the stream, as it is."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids " + kids + b" /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), entries, stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def bomb(megabytes: int) -> bytes:
    """A PDF whose page unpacks to so many megabytes, packed twice over."""
    content = b"BT /F1 12 Tf (the river is closed) Tj ET\n"
    packed = zlib.compress(content * (megabytes * 1_000_000 // len(content)), 9)
    return by_hand(zlib.compress(packed, 9), entries=b"/Filter [/FlateDecode /FlateDecode]")
