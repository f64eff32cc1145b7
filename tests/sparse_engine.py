"""A stand-in for a Chroma cluster: a client that searches sparse vectors, as what is sent over the wire says."""

import json
from typing import Any

import numpy as np
import pytest
from chromadb.api.types import validate_metadatas
from chromadb.errors import NotFoundError

from assistant.index.address import ChromaServerError

URL = "http://cluster:8000"


class Cluster:
    """The collections of a cluster; ``gone`` makes it fail like one that cannot be reached."""

    def __init__(self) -> None:
        self.collections: dict[str, Collection] = {}
        self.searches: list[dict[str, Any]] = []
        self.gone = False
        self.ignores_sparse = False

    def connect(self, folder: object, chroma_url: str = "") -> "Client":
        assert chroma_url == URL
        if self.gone:
            raise ChromaServerError(URL, "it is gone")
        return Client(self)


class Client:
    """What the index uses of Chroma's client."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def close(self) -> None:
        pass

    def create_collection(self, name: str, *, embedding_function: None, schema: Any = None, **_: Any) -> "Collection":
        key = ""
        if schema is not None:
            keys = json.loads(json.dumps(schema.serialize_to_json()))["keys"]
            (key,) = [name for name, kinds in keys.items() if "sparse_vector" in kinds]
        self._cluster.collections[name] = Collection(self._cluster, key)
        return self._cluster.collections[name]

    def get_collection(self, name: str, *, embedding_function: None) -> "Collection":
        if name not in self._cluster.collections:
            raise NotFoundError(name)
        return self._cluster.collections[name]

    def delete_collection(self, name: str) -> None:
        del self._cluster.collections[name]


class Collection:
    """Rows with a dense vector, and a sparse one under ``key``."""

    def __init__(self, cluster: Cluster, key: str) -> None:
        self._cluster, self._key = cluster, key
        self.rows: dict[str, tuple[Any, dict[int, float]]] = {}

    def add(self, *, ids: list[str], embeddings: Any, metadatas: list[dict[str, Any]]) -> None:
        validate_metadatas(metadatas)  # type: ignore[arg-type]
        for id_, vector, about in zip(ids, embeddings, metadatas, strict=True):
            sent = about[self._key].to_dict() if self._key in about else {"indices": [], "values": []}
            assert sent["indices"] == sorted(set(sent["indices"])), "the server refuses any other order"
            self.rows[id_] = vector, dict(zip(sent["indices"], sent["values"], strict=True))

    def count(self) -> int:
        return len(self.rows)

    def get(self, *, ids: list[str], include: list[str]) -> dict[str, Any]:
        found = [id_ for id_ in ids if id_ in self.rows]
        return {"ids": found, "embeddings": [self.rows[id_][0] for id_ in found]}

    def query(self, *, query_embeddings: list[Any], n_results: int, include: list[str]) -> dict[str, Any]:
        if self._cluster.gone:
            raise ChromaServerError(URL, "it is gone")
        cosines = {id_: float(np.dot(vector, query_embeddings[0])) for id_, (vector, _) in self.rows.items()}
        best = sorted(cosines, key=lambda id_: -cosines[id_])[:n_results]
        return {"ids": [best], "distances": [[1 - cosines[id_] for id_ in best]]}

    def search(self, asked: Any) -> dict[str, Any]:
        if self._cluster.gone:
            raise ChromaServerError(URL, "it is gone")
        told = json.loads(json.dumps(asked.to_dict()))
        self._cluster.searches.append(told)
        knn = told["rank"]["$knn"]
        assert knn["key"] == self._key
        question = dict(zip(knn["query"]["indices"], knn["query"]["values"], strict=True))
        products = {
            id_: sum(count * held.get(number, 0.0) for number, count in question.items())
            for id_, (_, held) in self.rows.items()
        }
        # Passages that share no word are not in the lists of an index.
        found = [id_ for id_ in products if products[id_] > 0]
        found.sort(key=lambda id_: -products[id_])
        if self._cluster.ignores_sparse:
            found = list(self.rows)
        return {"ids": [found[: min(knn["limit"], told["limit"]["limit"])]]}


def run_cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """Put a cluster in the place of the server at ``URL``."""
    cluster = Cluster()
    monkeypatch.setattr("assistant.index.connection.connect", cluster.connect)
    monkeypatch.setattr("assistant.index.vectors.connect", cluster.connect)
    return cluster
