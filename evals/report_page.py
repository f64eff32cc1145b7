"""A run to one HTML page that needs no other file and fetches nothing."""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.gate import BASELINE
from evals.report import Summary
from evals.report_data import page_data
from evals.run import Record

PAGE_FILE = "report.html"
ASSETS = Path(__file__).parent / "page"
SCRIPTS = ("texts.js", "elements.js", "charts.js", "cases.js", "main.js")
"""In the order in which they need each other."""

_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What could end the element that holds the JSON, or a line of a script; JSON reads the escapes as the same signs."""


def write_page(
    path: Path,
    summary: Summary,
    records: Sequence[Record],
    before: Sequence[Record] | None = None,
    *,
    baseline: Path = BASELINE,
) -> Path:
    """Write the page of a run to ``path``, compared with the records ``before`` if given; return the path."""
    data = page_data(summary, records, baseline=baseline, before=before)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_page(data), encoding="utf-8")
    return path


def to_page(data: dict[str, Any]) -> str:
    """Return the page with its style, scripts and data in it."""
    script = "".join(_asset(name) for name in SCRIPTS)
    parts = {
        "%POLICY%": _policy(script),
        "%STYLE%": _asset("report.css"),
        "%DATA%": safe_json(data),
        "%SCRIPT%": script,
    }
    page = _asset("report.html")
    # Each mark is cut out of the frame once: a case may hold the text of a mark itself.
    whole = []
    for mark, part in parts.items():
        before, page = page.split(mark, 1)
        whole += [before, part]
    return "".join([*whole, page])


def safe_json(data: object) -> str:
    r"""Write JSON that may stand inside an element of a page.

    >>> safe_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    # A lone surrogate, which a broken document may hold, is no UTF-8.
    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return text.translate(_UNSAFE)


def _policy(script: str) -> str:
    """Allow this very script and nothing else, should a text ever be read as HTML."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
