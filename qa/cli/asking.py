"""The commands `ask` and `search`. Nothing heavy is imported before a command runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import UsageError
from qa.cli.options import (
    AfterOption,
    BeforeOption,
    CollectionOption,
    IndexOption,
    JsonOption,
    ReaderOption,
    VectorsOption,
    date_of,
    fail,
    open_index,
    print_json,
)
from qa.cli.selector_options import (
    SelectorModelOption,
    SelectorOption,
    SelectorRemoteOption,
    SelectorTimeoutOption,
    endpoint_of,
)
from qa.reading.selector.endpoint import SECONDS

if TYPE_CHECKING:
    from index.articles.passages import Filters
    from qa.assistant import Assistant
    from qa.reading.selector.endpoint import Endpoint

AuthorOption = Annotated[
    str | None, typer.Option(metavar="A", help="Only articles by this author.")
]
SourceOption = Annotated[
    str | None, typer.Option(metavar="S", help="Only articles of this publication.")
]
CategoryOption = Annotated[
    str | None, typer.Option(metavar="C", help="Only articles of this category.")
]


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    author: AuthorOption = None,
    source: SourceOption = None,
    category: CategoryOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    collection: CollectionOption = None,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="An earlier question; repeat it, earliest first."),
    ] = None,
    reader_model: ReaderOption = None,
    selector: SelectorOption = None,
    selector_model: SelectorModelOption = None,
    selector_remote: SelectorRemoteOption = False,
    selector_timeout: SelectorTimeoutOption = SECONDS,
    vectors: VectorsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with exact quotes, or say why not."""
    _check(question)
    filters = filters_of(author, source, after, before, category, collection)
    endpoint = endpoint_of(selector, selector_model, selector_timeout, remote=selector_remote)
    assistant = _open_assistant(index, vectors, reader_model, endpoint)
    assistant.prepare()
    answer = assistant.ask(question, history=history or (), filters=filters)
    if as_json:
        print_json(answer.to_json())
    else:
        from qa.cli import terminal

        terminal.show_answer(answer)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    author: AuthorOption = None,
    source: SourceOption = None,
    category: CategoryOption = None,
    after: AfterOption = None,
    before: BeforeOption = None,
    collection: CollectionOption = None,
    vectors: VectorsOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List passages, best first."""
    _check(query)
    filters = filters_of(author, source, after, before, category, collection)
    hits = open_index(index, vectors=vectors).search(query, k, filters)
    if as_json:
        print_json({"hits": [hit.to_json() for hit in hits]})
    else:
        from qa.cli import terminal

        terminal.show_hits(hits)


def _check(question: str) -> None:
    """End with the exit code of wrong usage where the question cannot be asked."""
    from qa.questions.understanding import check

    try:
        check(question)
    except UsageError as error:
        fail(str(error), code=2)


def _open_assistant(
    index: Path | None,
    vectors: str | None,
    reader_model: str | None,
    selector: "Endpoint | None",
) -> "Assistant":
    from qa.opening import open_assistant

    opened = open_index(index, vectors=vectors)
    return open_assistant(opened, reader_model=reader_model, selector=selector)


def filters_of(
    author: str | None,
    source: str | None,
    after: str | None,
    before: str | None,
    category: str | None = None,
    collections: Sequence[str] | None = None,
) -> "Filters":
    """Return the filters that options give; end with wrong usage where a date is none."""
    from index.articles.passages import Filters

    return Filters(
        author=author,
        source=source,
        category=category,
        after=date_of(after, "--after"),
        before=date_of(before, "--before"),
        collections=frozenset(collections or ()),
    )
