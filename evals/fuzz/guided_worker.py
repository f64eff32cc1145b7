"""``python -m evals.fuzz.guided_worker TARGET EXECUTIONS SEED FOLDER``: runs alone; writes FOLDER/tally.json."""

import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["assistant"]):
    from evals.fuzz.campaign import Tally
    from evals.fuzz.targets import TARGETS


def main(arguments: list[str]) -> None:
    """Run one target; libFuzzer ends the process itself."""
    name, executions, seed, where = arguments
    folder = Path(where)
    target = next(one for one in TARGETS if one.name == name)
    tally, known = Tally(name), folder / "known"
    known.mkdir()
    for number, good in enumerate(target.seeds()):
        (known / f"{number:03d}").write_bytes(good)
    lines = [f'"{_escaped(word)}"\n' for word in target.words if word]
    words = folder / "words.dict"
    words.write_text("".join(lines), encoding="ascii")
    (folder / "own").mkdir()
    run = target.prepare(folder / "own")

    def one(data: bytes) -> None:
        tally.execute(run, data, alarm=False)
        if tally.executions == int(executions):
            _write(tally, folder / "tally.json")

    options = [f"-atheris_runs={executions}", f"-seed={seed}", "-max_len=65536", "-timeout=60"]
    if lines:  # libFuzzer ends at once over an empty one
        options.append(f"-dict={words}")
    atheris.Setup([sys.argv[0], *options, str(known)], one)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _write(tally: Tally, file: Path) -> None:
    names = ("target", "executions", "refused", "seconds", "slowest_seconds")
    faults = [(one.error, one.where, one.count, one.shortest.hex()) for one in tally.faults.values()]
    told = {**{name: getattr(tally, name) for name in names}, "faults": faults}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=True), encoding="utf-8")
    fresh.replace(file)


if __name__ == "__main__":
    main(sys.argv[1:])
