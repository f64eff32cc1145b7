"""A PostgreSQL of this machine for the time of a test, in a folder of its own and as a user without rights."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from assistant.window.serving import listen

_PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian's packages put each version."""
_USER, PASSWORD = "assistant", "p@ss/word:1"
_UNPRIVILEGED = ("postgres", "nobody")


def find_programs() -> Path | None:
    """Return the folder with the programs of the newest version, None where none is installed."""
    versions = sorted(_PROGRAMS.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class PostgresServer:
    """A server that can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._databases = 0
        self._user: str | None = None
        if os.geteuid() == 0:  # it refuses to run as root
            self._user = next(name for name in _UNPRIVILEGED if _exists(name))
            shutil.chown(folder, self._user)
        with listen("127.0.0.1", 0) as listener:
            self.port = listener.getsockname()[1]
        secret = folder / "password"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", "data", "-U", _USER, "-A", "scram-sha-256", "--pwfile=password", "-E", "UTF8", "--no-sync"
        )

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        with (self._folder / "output").open("a") as output:
            subprocess.run(
                command,
                cwd=self._folder,
                check=True,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self._folder)},
                user=self._user,
            )

    def start(self) -> None:
        """Start it, ready to be asked when this returns."""
        where = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", where, "start")

    def stop(self) -> None:
        """Stop it; who is connected is cut off."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        import psycopg

        self._databases += 1
        name = f"test{self._databases}"
        where = {"host": "127.0.0.1", "port": self.port, "user": _USER, "password": PASSWORD, "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://{_USER}:p%40ss%2Fword%3A1@127.0.0.1:{self.port}/{name}"


def _exists(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@contextmanager
def postgres_server(programs: Path) -> Iterator[PostgresServer]:
    """Run a server until the block ends."""
    # Not in pytest's folder, which nobody but its owner may enter.
    folder = Path(mkdtemp(prefix="postgres-"))
    folder.chmod(0o755)
    try:
        server = PostgresServer(programs, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
