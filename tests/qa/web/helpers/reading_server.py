"""A server whose answers have all that there is to read: sides, rows, doubts, sources, refusals."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from web_server import Running, serving

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.statement import StatementKind
from qa.answers import Answer, Copy, Kind, Quote, Reason
from qa.assistant import Ask
from qa.questions.question import Question
from qa.wording.layout import NOTHING_KNOWN, Known, laid_out
from qa.wording.more import MoreStatements

_ROWS = "Year | Litres lost | Houses\n2021 | 46,000 | 310\n2022 | 51,500 | 298\n2023 | 12,250 | 301"
_BEFORE = "😀 A dry summer *again*. " * 30
WELL = Article(
    info=ArticleInfo(
        id="well-00000001",
        title="The well at Ash Lane",
        author="Lena Fisk",
        date="2024-05-06",
        publication="The Quay",
        url="https://quay.example/well",
        lang="en",
    ),
    text=f"{_BEFORE}\n\n“We count every litre,” Ada Okoro said. Ben Moss said the pipe leaks.\n\n"
    + "It was quiet for a week. " * 60
    + f"\n\n{_ROWS}\n\n“It was wet,” Okoro added. The well was dug in 1921.",
)
WELL = replace(
    WELL,
    marks=(
        Mark("page", 0, WELL.text.index("It was quiet"), "3"),
        Mark("table", WELL.text.index(_ROWS), WELL.text.index(_ROWS) + len(_ROWS),
             "Year | Litres lost | Houses"),
    ),
)  # fmt: skip
BRIDGE = Article(
    info=ArticleInfo(id="bridge-00000002", title="A bridge [closes] | again", date="2023-11-30"),
    text="The bridge closed in May. “Nobody asked us,” said Ben Moss.",
)
OTHERS = [
    ArticleInfo(id=f"copy-{n}", title=f"Copy {n}", publication=f"Herald {n}", date="2024-05-07")
    for n in range(1, 8)
]


def quote(
    number: int,
    article: Article,
    words: str,
    speaker: str | None = None,
    kind: StatementKind = StatementKind.DIRECT,
) -> Quote:
    """Return the quote of the first place of `words`, said by somebody or by the article."""
    start = article.text.index(words)
    return Quote(
        number=number, article=article, start=start, end=start + len(words), speaker=speaker,
        kind=kind if speaker else None, score=0.9,
    )  # fmt: skip


_LITRE = quote(1, WELL, "“We count every litre,” Ada Okoro said.", "Ada Okoro")
_LEAKS = quote(2, WELL, "Ben Moss said the pipe leaks.", "Ben Moss", StatementKind.INDIRECT)
_WET = quote(3, WELL, "“It was wet,” Okoro added.", "Ada Okoro")
_ASKED = quote(4, BRIDGE, "“Nobody asked us,” said Ben Moss.", "Ben Moss")
_DUG = quote(1, WELL, "The well was dug in 1921.")
_TABLE = quote(1, WELL, "2022 | 51,500 | 298\n2023 | 12,250 | 301")


def _answer(
    kind: Kind, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN, lead: str = ""
) -> Answer:
    text = laid_out(Question(text="Q?", kind=kind), quotes, known)
    return Answer(
        question="", asked_as="", kind=kind, answered=True, answer=f"{lead}{text}",
        confidence=0.31 if known.unsure else 0.93, quotes=tuple(quotes), unsure=known.unsure,
        notes=("Understood “litters” as litres.",) if known.unsure else (),
    )  # fmt: skip


def _refusal() -> Answer:
    return Answer(
        question="", asked_as="", kind=Kind.FACT, answered=False, confidence=0.1,
        answer="I found no passage that states this.", reason=Reason.NOT_STATED,
        nearest=(quote(1, WELL, "It was quiet for a week. " * 20),),
    )  # fmt: skip


_COPIES = tuple(Copy(info=info, start=0, end=5) for info in OTHERS)
_YEAR = WELL.text.index("1921.")
ANSWERS = {
    "Who spoke?": _answer(
        Kind.TOPIC, (_LITRE, _LEAKS, _WET, _ASKED), Known(more=MoreStatements("Ada Okoro", 7, 2))
    ),
    "Compare them": _answer(
        Kind.COMPARE,
        (_LITRE, replace(_WET, number=2), replace(_LEAKS, number=3)),
        Known(sides=("Ada Okoro", "Ben Moss", "Ines Vale")),
    ),
    "When was it dug?": _answer(
        Kind.FACT,
        (replace(_DUG, answer_span=(_YEAR, _YEAR + 4), copies=_COPIES),),
        lead="1921\n",
    ),
    "How many litters?": _answer(
        Kind.FACT, (_LITRE, replace(_TABLE, number=2)), Known(unsure=True)
    ),
    "How much was lost?": _answer(Kind.FACT, (_TABLE,)),
    "Who wrote it?": replace(
        _answer(Kind.METADATA, (_DUG,)), answer="Lena Fisk wrote “The well at Ash Lane”. [1]"
    ),
    "Who came?": _refusal(),
}


@contextmanager
def serving_to_read(folder: Path, **options: object) -> Iterator[Running]:
    """Run a server that answers the questions of ANSWERS, and refuses all others."""
    with serving(folder, **options) as server:
        server.memory_index.stored[:] = [WELL, BRIDGE]

        def ask_many(asks: Sequence[Ask]) -> list[Answer]:
            found = [ANSWERS.get(ask.question, ANSWERS["Who came?"]) for ask in asks]
            return [
                replace(one, question=ask.question, asked_as=ask.question)
                for one, ask in zip(found, asks, strict=True)
            ]

        server.assistant.ask_many = ask_many  # type: ignore[method-assign]
        yield server
