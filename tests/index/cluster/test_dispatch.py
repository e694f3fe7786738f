"""Tasks and workers that die of them; workers here are of this process."""

from collections.abc import Callable
from typing import Any

import pytest

from index.cluster.dispatch import Dispatch, TaskFailedError, WorkerDiedError
from index.cluster.identity import Identity, code_hash
from index.cluster.tasks import ArticlesTask, Result, Task
from index.errors import ClusterError
from index.indexing.batches.ready import ready_articles
from index.models.embedder import Embedder

HERE = Identity(host="here", code=code_hash(), model="words", rules=None)
Make = Callable[..., Any]


class Places:
    """Does tasks of articles; some words in them end it."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.done: list[list[str]] = []

    def __call__(self, task: Task) -> Result:
        assert isinstance(task, ArticlesTask)
        self.done.append([one.text for one in task.articles])
        for one in task.articles:
            if "poison" in one.text:
                raise WorkerDiedError("it ran out of memory")
            if "riddle" in one.text:
                raise TaskFailedError("nobody knows")
        return tuple(ready_articles(task.articles, self.embedder))


@pytest.fixture
def places(word_counts: Callable[..., Embedder]) -> Places:
    return Places(word_counts())


def outcome(dispatch: Dispatch, ticket: Any) -> list[str]:  # noqa: ANN401
    """Return the texts of what came of a task, with the reason for what did not."""
    found = []
    for end in dispatch.take(ticket):
        if end.result is None:
            found += [f"{one.text}: {end.lost}" for one in end.task.articles]
        else:
            found += [one.article.text for one in end.result]
    return found


def task_of(make: Make, *texts: str) -> ArticlesTask:
    return ArticlesTask(tuple(make(text, title=text) for text in texts))


def test_results_belong_to_their_tasks_and_no_worker_has_more_than_two(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    cluster = cluster_here(places, HERE)
    dispatch = Dispatch(cluster, 2, lambda _: None)
    tickets = []
    while dispatch.has_room:
        tickets.append(dispatch.send(task_of(make_article, f"Task {len(tickets)}"), 1))
    assert len(tickets) == dispatch.most == 6
    assert [outcome(dispatch, one) for one in tickets] == [[f"Task {n}"] for n in range(6)]
    assert cluster.longest == 2
    assert dispatch.has_room


def test_what_is_large_waits_until_something_is_taken(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    dispatch = Dispatch(cluster_here(places, HERE), 2, lambda _: None)
    ticket = dispatch.send(task_of(make_article, "A library"), 300_000_000)
    assert not dispatch.has_room
    outcome(dispatch, ticket)
    assert dispatch.has_room


def test_one_that_kills_is_given_up_and_its_neighbours_are_not(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    cluster = cluster_here(places, HERE)
    dispatch = Dispatch(cluster, 1, lambda _: None)
    first = dispatch.send(task_of(make_article, "One", "poison", "Three"), 1)
    second = dispatch.send(task_of(make_article, "Four"), 1)
    assert outcome(dispatch, first) == ["One", "poison: it ran out of memory", "Three"]
    assert outcome(dispatch, second) == ["Four"]
    assert sum("poison" in texts for texts in places.done) == 2
    assert len(cluster.workers) == 3
    assert [one.is_ended for one in cluster.workers] == [True, True, False]


def test_what_cannot_be_done_is_tried_twice_by_a_worker_that_goes_on(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    cluster = cluster_here(places, HERE)
    dispatch = Dispatch(cluster, 1, lambda _: None)
    ticket = dispatch.send(task_of(make_article, "A riddle"), 1)
    assert outcome(dispatch, ticket) == ["A riddle: nobody knows"]
    assert places.done == [["A riddle"]] * 2
    assert len(cluster.workers) == 1


def test_where_everything_kills_the_run_ends(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    dispatch = Dispatch(cluster_here(places, HERE), 2, lambda _: None)
    tickets = [dispatch.send(task_of(make_article, f"poison {n}"), 1) for n in range(6)]
    with pytest.raises(ClusterError, match=r"again and again \(it ran out of memory\)"):
        [outcome(dispatch, ticket) for ticket in tickets]


def test_workers_that_cannot_start_are_told_of(
    cluster_here: Make,
    places: Places,
    make_article: Make,
) -> None:
    class Dying(cluster_here):  # type: ignore[misc, valid-type]
        def result(self, job: Any) -> Any:  # noqa: ANN401
            raise WorkerDiedError("it ran out of memory")

    dispatch = Dispatch(Dying(places, HERE), 2, lambda _: None)
    ticket = dispatch.send(task_of(make_article, "One"), 1)
    with pytest.raises(ClusterError, match="end as soon as they start"):
        outcome(dispatch, ticket)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"code": "f" * 64}, r"on far has another version of Pullquote \(code ffffffffffff, here"),
        ({"rules": "others"}, "on far has another version of Pullquote"),
        ({"model": "more words"}, "on far has the model words with other weights"),
    ],
)
def test_a_worker_with_other_code_or_weights_is_refused(
    cluster_here: Make,
    places: Places,
    make_article: Make,
    other: dict[str, str],
    says: str,
) -> None:
    there = {"host": "far", "code": HERE.code, "model": HERE.model, "rules": HERE.rules} | other
    cluster = cluster_here(places, Identity(**there))
    dispatch = Dispatch(cluster, 1, lambda worker: HERE.check(worker, "words"))
    ticket = dispatch.send(task_of(make_article, "One"), 1)
    with pytest.raises(ClusterError, match=says):
        outcome(dispatch, ticket)
    assert places.done == []
