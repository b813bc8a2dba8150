"""Times WeasyPrint on the same words."""
# ruff: noqa: INP001 - a script of its own

import statistics
import time
from html import escape
from io import BytesIO

import pypdf
import record
import weasyprint

RUNS = 3
_STYLE = """@page { size: A4; margin: 2.6cm 2cm 2.2cm; @top-left { content: "Copy for Nell Ward" }
@bottom-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 11pt sans-serif } table { border-collapse: collapse } td, th { border: 1px solid #999 }"""


def _block(one: record.Block) -> str:
    if isinstance(one, tuple):
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in one[1].split("\n"))
        return f"<p><b>{escape(one[0])}</b></p>{paragraphs}"
    head = "".join(f"<th>{word}</th>" for word in record.HEAD)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in one)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _made() -> bytes:
    parts = "".join(f"<h2>{title}</h2>" + "".join(map(_block, body)) for title, body in record.sections())
    page = f'<html lang="en-GB"><head><title>Record</title><style>{_STYLE}</style></head>'
    written = weasyprint.HTML(string=f"{page}<body><h1>Record</h1>{parts}</body></html>")
    return bytes(written.write_pdf(pdf_variant="pdf/ua-1"))


def _seconds() -> float:
    start = time.perf_counter()
    _made()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    first = _seconds()
    times = [_seconds() for _ in range(RUNS)]
    pages = len(pypdf.PdfReader(BytesIO(_made())).pages)
    print(f"WeasyPrint 70, {pages} pages, PDF/UA-1 alone:")
    usual = statistics.median(times) * 1000
    print(f"  the first of a process {first * 1000:.0f} ms, the usual one {usual:.0f} ms")


main()
