"""Stored runs to the addresses at which evaluators take them away."""

from typing import TYPE_CHECKING

from assistant.people.people import People
from assistant.window.gate import person_of
from evals.window.desk import EXPORTS, EvaluationDesk

if TYPE_CHECKING:
    from fastapi import FastAPI


def add_downloads(app: "FastAPI", desk: EvaluationDesk, people: People) -> None:
    """Serve the files of a stored run at ``/evaluations/RUN/FILE`` to evaluators."""
    from fastapi import Request, Response

    @app.get("/evaluations/{run}/{name}")
    def download(run: str, name: str, request: Request) -> Response:
        if not people.may(person_of(request), "evaluator"):
            return Response("This is for evaluators.", status_code=403, media_type="text/plain")
        folder = desk.folder(run)
        if folder is None or name not in EXPORTS or not (folder / name).exists():
            return Response("No such run or file.", status_code=404, media_type="text/plain")
        # As a file, never as a page of this address: what it holds comes from documents.
        headers = {"Content-Disposition": f'attachment; filename="{run}-{name}"', "X-Content-Type-Options": "nosniff"}
        return Response((folder / name).read_bytes(), media_type=EXPORTS[name][1], headers=headers)
