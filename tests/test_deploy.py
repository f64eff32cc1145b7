"""What is in ``deploy/``: well formed, and every path, setting and command that it names exists."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from assistant.__main__ import app
from assistant.config import ROOT, Config
from tests.signed_in import write_users
from tests.window_process import free_port, window_process

DEPLOY = ROOT / "deploy"
TIDYING_SECONDS = 3
_SECONDS = 120
SERVICE_KEYS = set(
    "build image restart ports volumes environment stop_grace_period read_only tmpfs cap_drop security_opt mem_limit "
    "pids_limit profiles healthcheck".split()
)
"""Of the Compose specification; another one would be a slip."""


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bASSISTANT_[A-Z_]+", text)) - {"ASSISTANT_SHIPPED_CORPUS"}  # of start.sh alone


def instructions() -> list[tuple[str, str]]:
    """Return the lines of the Containerfile as (instruction, rest), continued ones joined."""
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    whole = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    split = (line.split(None, 1) for line in whole.splitlines() if line.strip())
    return [(name, rest.strip()) for name, rest in split]


def all_of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return loaded


def unit() -> dict[str, list[str]]:
    """Return the values of the unit by name; some names stand several times."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "assistant-12621.service").read_text("utf-8").splitlines():
        name, mark, value = line.partition("=")
        if mark and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir()))
def test_every_setting_that_is_named_exists(file: str) -> None:
    known = {f"ASSISTANT_{name.upper()}" for name in Config.model_fields}
    assert settings_in((DEPLOY / file).read_text("utf-8")) <= known


def test_the_image_is_pinned_and_runs_as_a_user_without_rights() -> None:
    names = [name for name, _ in instructions()]
    assert set(names) <= set("FROM ENV RUN WORKDIR COPY ARG USER VOLUME EXPOSE HEALTHCHECK STOPSIGNAL CMD".split())
    (base,) = all_of("FROM")
    assert re.fullmatch(r"[\w./]+:\d+\.\d+\.\d+-[\w-]+", base)
    assert names.index("USER") > max(place for place, name in enumerate(names) if name in ("RUN", "COPY"))
    assert all_of("USER") == ["assistant"] and "--uid 10001" in " ".join(all_of("RUN"))
    assert isinstance(json.loads(all_of("CMD")[0]), list) and all_of("STOPSIGNAL") == ["SIGTERM"]
    assert not any(word in " ".join(all_of("RUN")) for word in ("sudo", "curl", ":latest", "chmod 777"))


def test_what_the_image_copies_and_installs_exists() -> None:
    copied = [part for rest in all_of("COPY") for part in rest.split()[:-1]]
    assert copied and all((ROOT / part).exists() for part in copied)
    assert {"assistant/", "evals/", "corpus/", "ui.py", "pyproject.toml", "constraints.txt"} <= set(copied)
    (extras,) = re.findall(r"\.\[([\w,]+)\]", " ".join(all_of("RUN")))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_health_check_of_the_image_works_on_a_real_window(small: Config, tmp_path: Path) -> None:
    (rest,) = all_of("HEALTHCHECK")
    command = json.loads(rest.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"]
    with window_process(small, tmp_path, {}) as window:
        port = window.address.rpartition(":")[2]

        def code(port: str) -> int:
            own = {**os.environ, "ASSISTANT_PORT": port}
            return subprocess.run([sys.executable, *command[1:]], env=own, stderr=subprocess.DEVNULL).returncode

        assert code(port) == 0
        window.process.send_signal(signal.SIGTERM)
        assert window.process.wait(_SECONDS) == 0
        assert code(port) != 0


def test_the_services_are_whole(compose: dict[str, Any]) -> None:
    assert set(compose) == {"name", "services", "volumes"}
    for service in compose["services"].values():
        assert set(service) <= SERVICE_KEYS
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in compose["volumes"]
        assert ":latest" not in service["image"]
    window = compose["services"]["window"]
    assert (DEPLOY / window["build"]["context"]).resolve() == ROOT
    assert (ROOT / window["build"]["dockerfile"]).is_file()
    assert all(port.startswith("127.0.0.1:") for port in window["ports"])
    assert [set(one.get("ports", [])) for name, one in compose["services"].items() if name != "window"] == [set()] * 2
    asked = float(window["environment"]["ASSISTANT_SHUTDOWN_SECONDS"])
    assert float(window["stop_grace_period"].removesuffix("s")) > asked + TIDYING_SECONDS
    volumes = {place.partition(":")[2] for place in window["volumes"]}
    assert volumes == set(json.loads(all_of("VOLUME")[0]))


def test_the_unit_waits_for_answers_and_may_do_little() -> None:
    found = unit()
    environment = dict(value.split("=", 1) for value in found["Environment"])
    waits = float(environment["ASSISTANT_SHUTDOWN_SECONDS"]) + TIDYING_SECONDS
    assert float(found["TimeoutStopSec"][0]) > waits
    assert found["User"] != ["root"] and found["ProtectSystem"] == ["strict"] and found["NoNewPrivileges"] == ["yes"]
    assert all(value.startswith("/var/lib/assistant-12621/") for name, value in environment.items() if "_FILE" in name)
    script = found["ExecStart"][0].removeprefix(found["WorkingDirectory"][0] + "/")
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "assistant-12621.service").read_text("utf-8")
    file = tmp_path / "assistant-12621.service"
    file.write_text(text.replace("/opt/assistant-12621", str(ROOT)), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    broken = tmp_path / "broken.service"
    broken.write_text(file.read_text("utf-8").replace("Type=exec", "Type=nonsense\nNoSuchSetting=1"), "utf-8")
    assert subprocess.run(["systemd-analyze", "verify", str(broken)], capture_output=True, text=True).stderr


def test_the_start_fills_an_empty_volume_serves_and_ends_with_0(small: Config, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python").symlink_to(sys.executable)
    port = str(free_port())
    own = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "ASSISTANT_SHIPPED_CORPUS": str(small.corpus),
        "ASSISTANT_CORPUS": str(data / "corpus"),
        "ASSISTANT_INDEX": str(data / "index"),
        "ASSISTANT_DATABASE_URL": f"sqlite:///{data}/records.sqlite",
        "ASSISTANT_USERS_FILE": str(write_users(data / "users.jsonl")),
        "ASSISTANT_PORT": port,
    }
    script = DEPLOY / "start.sh"
    for corpus in ("copied", "kept"):
        with subprocess.Popen([script], cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            assert any(line.strip().endswith(f":{port}") for line in lines)
            process.send_signal(signal.SIGTERM)
            assert process.wait(_SECONDS) == 0
        found = {path.name for path in (data / "corpus").glob("*.md")}
        added = {"added.md"} if corpus == "kept" else set()
        assert found == {path.name for path in small.corpus.glob("*.md")} | added
        (data / "corpus" / "added.md").write_text("# 新增\n\n园区科协又成立1家。\n", "utf-8")


def test_the_text_names_commands_and_files_that_exist() -> None:
    text = (DEPLOY / "README.md").read_text("utf-8") + (DEPLOY / "compose.yaml").read_text("utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    named = set(re.findall(r"python -m assistant ([a-z]+)", text))
    assert {"user", "backup", "restore", "doctor", "index"} <= named <= set(commands)
    files = re.findall(r"\]\(([^)#:]+)\)", text)
    assert files and all((DEPLOY / file).exists() for file in files)
    for path in re.findall(r"`(deploy/[\w./-]+)`", text):
        assert (ROOT / path).exists()


def test_the_scripts_in_the_texts_can_be_read() -> None:
    subprocess.run(["sh", "-n", DEPLOY / "start.sh"], check=True)
    (rest,) = all_of("HEALTHCHECK")
    ast.parse(json.loads(rest.partition("CMD ")[2])[2])
