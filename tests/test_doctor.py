from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant import doctor
from assistant.config import Config
from assistant.doctor import Check, examine
from assistant.ledger.overrides import COLUMNS
from tests.signed_in import write_users


@pytest.fixture(scope="module")
def healthy(config: Config) -> list[Check]:
    return examine(config)


def test_a_healthy_installation_passes_every_check(healthy: list[Check]) -> None:
    assert [check for check in healthy if not check.ok] == []


def test_the_checks_come_in_the_order_of_mending(healthy: list[Check]) -> None:
    names = (
        "python,packages,corpus,embedding,index pointer,index files,index recipe,index parts,index leftovers,"
        "index lock,index space,index writable,index corpus,index,answer,overrides,chat model,tracing,chroma,records,"
        "users"
    )
    assert ",".join(check.name for check in healthy) == names


def test_the_details_tell_what_was_found(healthy: list[Check]) -> None:
    details = {check.name: check.detail for check in healthy}
    assert "chromadb" in details["packages"]
    assert details["embedding"].startswith("bundled") and "length 1.00" in details["embedding"]
    assert details["answer"].startswith("12 of 12 targets")
    assert (details["chat model"], details["chroma"]) == ("none (extractive answers)", "embedded")


def test_an_override_that_fits_nothing_is_an_error(small: Config) -> None:
    cells = "park-associations,,,,,,,gmw-12621-2022,没有这句话,drop,试一试,王芳"
    (small.corpus / "ledger.csv").write_text(f"{','.join(COLUMNS)}\n{cells}\n", "utf-8")
    overrides = next(check for check in examine(small) if check.name == "overrides")
    assert (overrides.ok, overrides.exit_code) == (False, 2)
    assert "line 2 (drop)" in overrides.detail and "the quote does not stand" in overrides.detail


def test_files_that_differ_from_the_index_are_named(small: Config) -> None:
    (small.corpus / "new.md").write_text("园区科协成立6家。\n", "utf-8")
    (small.corpus / "gmw-12621-2022.md").unlink()
    check = next(check for check in examine(small) if check.name == "index corpus")
    assert check.ok and "gmw-12621-2022.md, new.md" in check.detail and "python -m assistant index" in check.detail


def of_users(config: Config) -> Check:
    return next(check for check in examine(config) if check.name == "users")


def test_users_are_counted_by_role_and_their_faults_named(tmp_path: Path) -> None:
    assert of_users(Config(index=tmp_path / "none")).detail.startswith("none: ")
    open_to_all = of_users(Config(index=tmp_path / "none", host="0.0.0.0"))
    assert (open_to_all.ok, open_to_all.exit_code) == (False, 2) and "user add NAME" in open_to_all.detail
    file = write_users(tmp_path / "users.jsonl")
    named = of_users(Config(index=tmp_path / "none", users_file=file, host="0.0.0.0"))
    assert named.ok and f"3 in {file} (reader 2, editor 1, evaluator 1)" in named.detail and "https" in named.detail
    file.chmod(0o640)
    readable = of_users(Config(index=tmp_path / "none", users_file=file))
    assert not readable.ok and f"chmod 600 {file}" in readable.detail
    file.write_text("{\n", encoding="utf-8")
    file.chmod(0o600)
    broken = of_users(Config(index=tmp_path / "none", users_file=file))
    assert not broken.ok and f"{file}, line 1" in broken.detail


def test_a_missing_index_fails_with_its_own_exit_code(tmp_path: Path) -> None:
    checks = {check.name: check for check in examine(Config(index=tmp_path / "none"))}
    assert (checks["index"].ok, checks["index"].exit_code) == (False, 3)
    assert "python -m assistant index" in checks["index"].detail
    assert checks["corpus"].ok and checks["embedding"].ok


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    checks = {check.name: check for check in examine(Config(corpus=tmp_path / "nowhere", index=tmp_path / "none"))}
    assert not checks["corpus"].ok
    assert "nowhere" in checks["corpus"].detail and "--corpus" in checks["corpus"].detail


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("pypdf", "no-such-package"))
    packages = next(check for check in examine(Config(index=tmp_path / "none")) if check.name == "packages")
    assert not packages.ok
    assert packages.detail.startswith("missing: no-such-package")


def test_a_chroma_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = Config(index=tmp_path / "none", chroma_url="http://127.0.0.1:9")
    chroma = next(check for check in examine(config) if check.name == "chroma")
    assert not chroma.ok
    assert "http://127.0.0.1:9" in chroma.detail


def test_a_chat_model_is_named_but_not_its_key(tmp_path: Path) -> None:
    config = Config(index=tmp_path / "none", chat_model="openai:some", chat_api_key=SecretStr("very-secret"))
    model = next(check for check in examine(config) if check.name == "chat model")
    assert model.ok
    assert "openai:some" in model.detail and "key set: yes" in model.detail
    assert "very-secret" not in model.detail


def test_a_chat_model_that_nobody_offers_is_bad(tmp_path: Path) -> None:
    config = Config(index=tmp_path / "none", chat_model="some-name-that-tells-nothing")
    model = next(check for check in examine(config) if check.name == "chat model")
    assert (model.ok, model.exit_code) == (False, 2)
    assert "some-name-that-tells-nothing" in model.detail
