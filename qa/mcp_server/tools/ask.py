"""The tool `ask`: a question answered with quotes."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from qa.inquiry import Ask
from qa.mcp_server.arguments import After, Author, Before, Category, Source
from qa.mcp_server.holding import Document, Holding, filters_of
from qa.questions.understanding import MAX_LENGTH

_History = Annotated[
    list[Annotated[str, Field(max_length=MAX_LENGTH)]] | None,
    Field(max_length=50, description="Earlier questions of the conversation, earliest first."),
]


def make_ask(held: Holding) -> Callable[..., Document]:
    """Return the function of the tool."""

    def ask(
        question: Annotated[str, Field(max_length=MAX_LENGTH, description="One question.")],
        history: _History = None,
        author: Author = None,
        source: Source = None,
        category: Category = None,
        after: After = None,
        before: Before = None,
    ) -> Document:
        """Answer a question with exact quotes from the articles, or say that they do not say.

        `verdict` is `stated` (the quotes say it), `unsure` (they may) or `not-stated`; then there
        are no quotes, and `nearest` holds passages that share something with the question.
        """
        filters = filters_of(author, source, after, before, category)
        ask = Ask(question=question, history=tuple(history or ()), filters=filters)
        answer = held.answer(ask)
        told = answer.to_json()
        del told["timings_ms"]
        quotes = [held.quoted(one) for one in answer.quotes]
        nearest = [held.quoted(one) for one in answer.nearest]
        return {**told, "quotes": quotes, "nearest": nearest}

    return ask
