"""A program that finds what another version of it left: an index, a database, an archive, older or newer."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from assistant.__main__ import app
from assistant.config import Config
from assistant.index.folders import RECIPE_FILE, current_build
from assistant.index.manifest import write_manifest
from assistant.index.recipe import SCHEMA_VERSION
from assistant.operations.opened import open_operations
from assistant.people.pace import Pace
from assistant.pipeline import Assistant
from assistant.records.database import (
    current_revision,
    known_revisions,
    migrate,
    newest_revision,
    open_engine,
    read_address,
)
from assistant.records.store import Records


def run(config: Config, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--corpus", str(config.corpus), "--index", str(config.index), *arguments])


def recipe_file(config: Config) -> Path:
    build = current_build(config.index)
    assert build is not None
    return build / RECIPE_FILE


@pytest.mark.parametrize(("step", "told"), [(-1, f"its format is {SCHEMA_VERSION - 1}, not"), (1, "newer version")])
def test_an_index_of_another_format_is_named_and_made_anew(small: Config, step: int, told: str) -> None:
    file = recipe_file(small)
    # A newer one may say things that this program has never heard of.
    recipe = {**json.loads(file.read_text("utf-8")), "schema": SCHEMA_VERSION + step}
    file.write_text(json.dumps(recipe | ({"unheard": "of"} if step > 0 else {})), "utf-8")
    write_manifest(file.parent)
    refused = run(small, "ask", "12621工程有哪些目标？")
    assert refused.exit_code == 3
    assert told in refused.output and "python -m assistant index --rebuild" in refused.output
    assert len(refused.output.splitlines()) == 1
    doctor = run(small, "doctor")
    assert doctor.exit_code == 3 and f"BAD index recipe: {'its format' if step < 0 else ''}" in doctor.output
    assert run(small, "index", "--rebuild").exit_code == 0
    assert run(small, "ask", "12621工程有哪些目标？").exit_code == 0


def test_an_older_database_is_brought_up_to_date_when_the_window_starts(assistant: Assistant, tmp_path: Path) -> None:
    address = read_address(f"sqlite:///{tmp_path}/records.sqlite")
    engine = open_engine(address)
    migrate(engine, known_revisions()[-1])
    found = open_operations(Config(), assistant, Records(address), Pace(1)).readiness.parts()
    assert found["database"] and current_revision(engine) == newest_revision()


def test_a_newer_database_is_left_alone_and_the_window_is_not_ready(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = read_address(f"sqlite:///{tmp_path}/records.sqlite")
    engine = open_engine(address)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = open_operations(Config(), assistant, Records(address), Pace(1)).readiness.parts()
    assert found == {"index": True, "database": False, "taking questions": True}
    assert "newer version" in caplog.text and current_revision(engine) == "9999"
