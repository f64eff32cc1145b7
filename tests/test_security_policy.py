"""SECURITY.md holds what it says: each promise has its test, each dependency its pin, and no reader makes objects."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
POLICY = (ROOT / "SECURITY.md").read_text("utf-8")
_NAMED_TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
_ADVISORY = re.compile(r"^\| ([\w-]+) \| ([\d.]+) \| (CVE-\d{4}-\d{4,7}) \|$", re.MULTILINE)
WITH_THE_ENVIRONMENT = {"pip", "setuptools"}
"""What every virtual environment brings along."""


def functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    named = _NAMED_TEST.findall(POLICY)
    assert len(named) > 60
    files = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}
    missing = [f"{file}::{name}" for file, name in named if file not in files or name not in functions_in(files[file])]
    assert missing == []


def test_every_promise_names_a_test() -> None:
    table = POLICY.split("## What is promised")[1].split("## What is not promised")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(rows) > 30
    assert [row for row in rows if not _NAMED_TEST.search(row)] == []


@cache
def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in found}


def own_requirements() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    every = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return list(map(Requirement, every))


def closure() -> Iterator[str]:
    """Yield what the project needs with all extras, and what that needs, as far as it is installed here."""
    waiting, seen = own_requirements(), set()
    while waiting:
        one = waiting.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in seen:
            continue
        seen.add(key)
        yield key[0]
        try:
            needed = map(Requirement, distribution(one.name).requires or ())
        except PackageNotFoundError:
            continue  # an extra that is not installed; its own pin is looked at all the same
        extras = [{"extra": extra} for extra in (*one.extras, "")]
        waiting += [more for more in needed if more.marker is None or any(map(more.marker.evaluate, extras))]


def test_every_dependency_is_pinned() -> None:
    names = set(closure())
    assert len(names) > 150
    assert names - set(pins()) - WITH_THE_ENVIRONMENT == set()


def test_what_is_installed_is_what_is_pinned() -> None:
    wrong = {}
    for name in set(closure()) & set(pins()):
        try:
            # A build of torch for one kind of machine has a local label.
            installed = Version(Version(distribution(name).version).public)
        except PackageNotFoundError:
            continue
        if installed != pins()[name]:
            wrong[name] = installed
    assert wrong == {}


def test_no_pinned_version_is_older_than_a_mended_one() -> None:
    advisories = _ADVISORY.findall(POLICY)
    assert len(advisories) > 15
    unknown = [name for name, _, _ in advisories if name not in pins()]
    old = [name for name, mended, _ in advisories if name in pins() and pins()[name] < Version(mended)]
    assert (unknown, old) == ([], [])


def licence_of(name: str) -> str:
    """Return what a package states of its licence: the expression, the classifiers, or the first line of its text."""
    told = distribution(name).metadata
    listed = [one.split("::")[-1].strip() for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    stated = [(told.get_all(key) or [""])[0] for key in ("License-Expression", "License")]
    return stated[0] or "; ".join(listed) or stated[1].strip().split("\n")[0] or "none stated"


def test_no_licence_asks_for_the_source_of_a_service() -> None:
    found = {}
    for name in sorted(set(closure())):
        try:
            found[name] = licence_of(name)
        except PackageNotFoundError:
            continue
    print("\n".join(f"{name:32} {licence}" for name, licence in found.items()))
    assert len(found) > 150
    assert {name: licence for name, licence in found.items() if re.search(r"AGPL|Affero|SSPL|BUSL", licence)} == {}


def calls_in(file: Path) -> Iterator[ast.Call]:
    return (one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.Call))


def test_nothing_is_read_by_pickle_and_no_yaml_makes_objects() -> None:
    found = []
    for file in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "evals").rglob("*.py"), ROOT / "ui.py"]:
        source = file.read_text("utf-8")
        if re.search(
            r"^\s*(?:import|from)\s+(?:pickle|dill|joblib|shelve|marshal|cloudpickle)\b", source, re.MULTILINE
        ):
            found.append(f"{file}: imports a module that makes objects of files")
        for call in calls_in(file):
            called = ast.unparse(call.func)
            named = {one.arg: ast.unparse(one.value) for one in call.keywords}
            if called in ("eval", "exec", "os.system", "torch.load", "yaml.unsafe_load", "yaml.full_load"):
                found.append(f"{file}:{call.lineno}: {called}")
            if named.get("shell") == "True" or named.get("allow_pickle") == "True" or named.get("verify") == "False":
                found.append(f"{file}:{call.lineno}: {named}")
            if called == "yaml.load" and "Unsafe" in named.get("Loader", "Unsafe"):
                found.append(f"{file}:{call.lineno}: a loader that makes objects")
    assert found == []
