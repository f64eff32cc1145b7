"""The campaign of kills: a small one finds whole indexes, and what is not whole is counted as such."""

import json
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from assistant.config import Config
from evals.__main__ import app
from evals.benchmark import kills
from evals.benchmark.kills import KillTally


def test_a_small_campaign_finds_whole_indexes_and_writes_its_counts(tmp_path: Path) -> None:
    out = tmp_path / "reports" / "kills.json"
    command = ["benchmark", "kills", "--kills", "2", "--documents", "1", "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0 and "2 whole indexes" in result.stdout
    told = json.loads(out.read_text("utf-8"))
    assert (told["kills"], told["old"] + told["new"], told["documents"]) == (2, 2, 1)


@pytest.mark.parametrize("bad", ["half_visible", "unreadable"])
def test_a_state_that_is_not_whole_ends_with_1(bad: str) -> None:
    tally = KillTally(kills=2, old=1, **{bad: 1})
    with patch("evals.benchmark.kills_command.kill_builds", return_value=tally):
        result = CliRunner().invoke(app, ["benchmark", "kills"])
    assert result.exit_code == 1 and f"1 {bad}".replace("_", "-") in result.stdout


def test_mixtures_and_damage_are_told_from_whole_indexes(small: Config) -> None:
    from assistant.wiring import build

    kills._write_version(small.corpus, 3)
    build(small)
    assert kills._version_of(small) == 3
    (small.corpus / "extra.md").write_text("又一篇。", "utf-8")
    assert kills._version_of(small) == 0
    shutil.rmtree(small.index / "builds")
    assert kills._version_of(small) is None
