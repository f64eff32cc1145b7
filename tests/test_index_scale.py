"""A thousand documents are indexed within the memory of a small machine, and only what changed is read again."""

import subprocess
import sys
from pathlib import Path

from assistant.config import ROOT
from tests.large_corpus import report, write_corpus

DOCUMENTS = 1_000
MOST_KILOBYTES = 1_500_000


_MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""
# By a process in between: the system counts what this one holds as the peak of any child that it starts itself.


def run_index(corpus: Path, index: Path) -> tuple[str, int]:
    """Run the command line and return what it said and its peak of memory in kB."""
    command = [sys.executable, "-m", "assistant", "--corpus", str(corpus), "--index", str(index), "index"]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    said, _, kilobytes = done.stdout.rstrip().rpartition("\n")
    return said, int(kilobytes)


def test_a_thousand_documents_are_indexed_within_the_memory_of_a_small_machine(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_corpus(corpus, DOCUMENTS)
    said, kilobytes = run_index(corpus, index)
    assert f"Indexed {DOCUMENTS:,}".replace(",", "") in said
    assert kilobytes < MOST_KILOBYTES
    (corpus / "news" / "report-00005.md").write_text(report(5).replace("科普", "科学普及") + "\n又一段。\n", "utf-8")
    assert f"1 changed, {DOCUMENTS - 1} unchanged" in run_index(corpus, index)[0]
    assert "up to date" in run_index(corpus, index)[0]
