"""The folder of an index to whether a restore was killed that is to be finished; costs one look at the disk."""

from pathlib import Path

from assistant.config import Config

STAGING = ".restoring"
COMMIT = "commit.json"


def staging_of(index: Path) -> Path:
    """Return the folder of what a restore is about to put in place."""
    return index / STAGING


def promise_of(index: Path) -> Path:
    """Return the file that is there from the moment on at which a restore will be finished, whatever happens."""
    return staging_of(index) / COMMIT


def finish_pending_restore(config: Config) -> bool:
    """Finish a restore that was killed; returns whether there was one. To be called before anything is opened."""
    if not promise_of(config.index).exists():
        return False
    from assistant.operations.swap import finish_restore

    return finish_restore(config)
