"""What the server counts, for Prometheus. Never what was asked."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from qa.answers import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_WAIT = "wait"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The figures of one server; a registry of its own, so that two servers do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time, open files
        self._answers = Counter(
            "pullquote_answers_total",
            "Questions answered, and abstentions by reason.",
            ["outcome"],
            registry=self.registry,
        )
        self._shared = Counter(
            "pullquote_answers_shared_total",
            "Answers that were not made for who asked alone: joined in work, or kept.",
            ["how"],
            registry=self.registry,
        )
        self._kept = Gauge("pullquote_kept_answers", "Answers kept.", registry=self.registry)
        self._kept_bytes = Gauge(
            "pullquote_kept_answers_bytes", "Memory that they take.", registry=self.registry
        )
        self._stages = Histogram(
            "pullquote_stage_seconds",
            "Time of each stage of an answer; waiting in the queue is one.",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._requests = Counter(
            "pullquote_http_requests_total",
            "HTTP requests by route, method and status.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.refused = Counter(
            "pullquote_refused_total",
            "Requests refused before they reached a handler, by reason.",
            ["reason"],
            registry=self.registry,
        )
        self.remote_used = Gauge(
            "pullquote_remote_used",
            "Whether Milvus is searched (1); this machine is where it is not, or none was named.",
            registry=self.registry,
        )
        self.waiting = Gauge(
            "pullquote_questions_waiting", "Questions in the queue.", registry=self.registry
        )
        self.capacity = Gauge(
            "pullquote_questions_room",
            "Questions that may wait, as fast as they are answered now.",
            registry=self.registry,
        )
        self.working = Gauge(
            "pullquote_questions_working", "Questions being answered.", registry=self.registry
        )
        self.open = Gauge("pullquote_http_open", "Requests being served.", registry=self.registry)
        self.batch = Histogram(
            "pullquote_batch_questions",
            "Questions answered together.",
            buckets=(1, 2, 4, 8, 16),
            registry=self.registry,
        )
        self.articles = Gauge(
            "pullquote_articles", "Articles in the index.", registry=self.registry
        )
        self._feedback = Counter(
            "pullquote_feedback_total",
            "Feedback by verdict.",
            ["verdict"],
            registry=self.registry,
        )

    def answered(self, answer: Answer, shared: str | None = None) -> None:
        """Count an answer and the time of its stages; `shared` is how it was, where it was."""
        if shared is not None:
            self._shared.labels(shared).inc()
        outcome = "answered" if answer.answered else str(answer.reason or "abstained")
        self._answers.labels(outcome).inc()
        for stage, milliseconds in answer.timings_ms.items():
            if shared != "kept" or stage == "total":
                self._stages.labels(stage).observe(milliseconds / 1000)

    def keeping(self, count: Callable[[], int], size: Callable[[], int]) -> None:
        """Take from here how many answers are kept, and their bytes."""
        self._kept.set_function(count)
        self._kept_bytes.set_function(size)

    def waited(self, seconds: float) -> None:
        """Count how long a question waited in the queue."""
        self._stages.labels(_WAIT).observe(seconds)

    def request(self, route: str, method: str, status: int) -> None:
        """Count a request; `route` is a pattern, never an address that a visitor chose."""
        self._requests.labels(route, method, str(status)).inc()

    def feedback(self, *, helpful: bool) -> None:
        """Count a verdict."""
        self._feedback.labels("helpful" if helpful else "not-helpful").inc()

    def worker_figures(self) -> "WorkerFigures":
        """Return the figures of worker processes, which a server without any does not have."""
        return WorkerFigures(self.registry)

    def exposition(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)


class WorkerFigures:
    """What is counted of the processes that answer."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ready = Gauge(
            "pullquote_workers", "Processes that can answer questions.", registry=registry
        )
        self._busy = Gauge(
            "pullquote_workers_busy", "Processes that answer questions now.", registry=registry
        )
        self._ended = Counter(
            "pullquote_workers_ended_total",
            "Processes that were replaced: died, hung, or grown beyond what one may hold.",
            ["reason"],
            registry=registry,
        )
        self._memory = Gauge(
            "pullquote_worker_memory_bytes",
            "Memory that a process holds for itself alone, beside files that all share.",
            ["worker"],
            registry=registry,
        )

    def show(self, ready: Callable[[], int], busy: Callable[[], int]) -> None:
        """Take from here how many there are."""
        self._ready.set_function(ready)
        self._busy.set_function(busy)

    def ended(self, reason: str) -> None:
        """Count one that ended: `died`, `hung` or `grown`."""
        self._ended.labels(reason).inc()

    def memory(self, worker: int, held: int) -> None:
        """Note what one holds (bytes)."""
        self._memory.labels(str(worker)).set(held)
