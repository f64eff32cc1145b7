"""The table of faults holds what it says: each has a test that is there."""

from tests.test_security_policy import _NAMED_TEST, ROOT, functions_in

ROWS = [line for line in (ROOT / "evals/reports/faults.md").read_text("utf-8").splitlines() if line.startswith("| ")][
    1:
]


def test_every_fault_names_a_test_that_exists() -> None:
    files = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(ROWS) > 25
    for row in ROWS:
        named = _NAMED_TEST.findall(row)
        assert named, row
        assert [name for file, name in named if name not in functions_in(files[file])] == []
