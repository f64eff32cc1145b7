"""The name of a model in; the folder of its files out, looked for on this machine before the hub is asked."""

from collections.abc import Callable
from pathlib import Path

HUB_SECONDS = 10.0
"""How long the hub may take to say that it knows a name; its own retries last for minutes without a network."""

Unknown = Callable[[str, str], Exception]
"""What is raised for a name that leads nowhere, from the name and why."""


def model_folder(name: str, *, maker: str, unknown: Unknown) -> Path:
    """Return the folder of a model by its path or its name on the hub; ``maker`` completes a name that names none."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve()
    if _looks_like_path(name):
        raise unknown(name, f"there is no such folder ({folder.absolute()})")
    return _hub_folder(name if "/" in name else f"{maker}/{name}", unknown)


def _looks_like_path(name: str) -> bool:
    """Tell a path from a hub name such as "org/model": "models/zh" is a path as soon as there is a folder models."""
    first, slash, rest = name.partition("/")
    return name[0] in "./~\\" or "\\" in name or "/" in rest or (bool(slash) and Path(first).exists())


def _hub_folder(name: str, unknown: Unknown) -> Path:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, HFValidationError):
        pass  # Not on this machine, or not completely: ask the hub.
    try:
        HfApi().model_info(name, timeout=HUB_SECONDS)
        return Path(snapshot_download(name))
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise unknown(name, "there is no such folder, and the model hub does not know it") from error
    except Exception as error:  # no network: the errors of whichever HTTP library this version of the client uses
        why = "there is no such folder, and the model hub cannot be reached from this machine"
        raise unknown(name, why) from error
