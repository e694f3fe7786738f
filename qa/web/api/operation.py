"""What those ask who run the server: whether it works, and its figures."""

from typing import Protocol

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from index.remote.status import RemoteStatus
from qa.web.answering.service import AnsweringService
from qa.web.api.failures import problems
from qa.web.api.schemas import HealthResponse
from qa.web.metrics import CONTENT_TYPE, Metrics
from qa.web.version import product_version


class Workers(Protocol):
    """The processes that answer, where there are any."""

    @property
    def count(self) -> int:
        """How many there should be."""
        ...

    @property
    def ready(self) -> int:
        """How many can answer."""
        ...

    def check(self) -> None:
        """Raise a PullquoteError where none can be started."""
        ...


def add_operation(
    router: APIRouter, service: AnsweringService, metrics: Metrics, workers: Workers | None
) -> None:
    """Add the routes."""

    @router.get(
        "/healthz",
        response_model=HealthResponse,
        response_model_exclude_unset=True,
        responses=problems(),
        tags=["operation"],
    )
    def health() -> dict[str, object]:
        """Say whether questions can be answered; 503 when the index cannot be used."""
        count, damaged = service.health()
        running = {"workers": {"ready": workers.ready, "of": workers.count}} if workers else {}
        if workers:
            workers.check()
        status = "degraded" if damaged else "ok" if count else "empty"
        remote = service.remote_status()
        if not service.sees_everything:  # a number of what one may not see would tell of it
            count, damaged = service.overview().count, 0
        found: dict[str, object] = {
            "status": status,
            "articles": count,
            "damaged": damaged,
            "version": product_version(),
            **running,
        }
        return {**found, "milvus": _shown(remote, service)} if remote else found

    @router.get("/metrics", tags=["operation"], response_class=Response)
    async def figures() -> Response:
        """Return figures for Prometheus; no question is in them."""
        if not service.sees_everything:
            raise HTTPException(403, "The figures are for those who see every article")
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)


def _shown(remote: RemoteStatus, service: AnsweringService) -> dict[str, object]:
    """Return what Milvus does; where it is and what is wrong is for those who see everything."""
    everything = service.sees_everything
    return {
        "use": remote.use,
        "address": remote.address if everything else None,
        "detail": remote.detail if everything else None,
    }
