"""A file of the corpus in; what an editor states about it, which lies beside it, out.

``report.pdf`` is corrected by ``_report.pdf.yaml``: a PDF has no place for it that the editor could see, and names with
a leading "_" are no documents.
"""

from collections.abc import Mapping
from pathlib import Path

from assistant.errors import UnreadableDocumentError

FIELDS = ("title", "publisher", "published", "url", "kind", "language", "reliability")
"""What can be corrected; the text cannot."""


def correction_file(path: Path) -> Path:
    """Return where the corrections of a file lie.

    >>> correction_file(Path("added/report.pdf")).as_posix()
    'added/_report.pdf.yaml'
    """
    return path.with_name(f"_{path.name}.yaml")


def read_corrections(path: Path) -> dict[str, str]:
    """Return the corrected fields of a file, none without corrections; raises UnreadableDocumentError."""
    import yaml

    file = correction_file(path)
    try:
        stated = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise UnreadableDocumentError(
            path, f"its corrections in {file.name} cannot be read; put them right."
        ) from error
    if not isinstance(stated, dict) or not all(isinstance(value, str) for value in stated.values()):
        raise UnreadableDocumentError(path, f"its corrections in {file.name} cannot be read; put them right.")
    return {name: value for name, value in stated.items() if name in FIELDS}


def write_corrections(path: Path, fields: Mapping[str, str]) -> None:
    """Store the corrected fields of a file in one step."""
    import yaml

    file = correction_file(path)
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False), encoding="utf-8")
    fresh.replace(file)
