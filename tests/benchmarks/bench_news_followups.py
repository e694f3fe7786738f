"""Measure answers to follow-ups of our own news, whose evidence and stand-alone wording are known.

    PYTHONPATH=. python tests/benchmarks/bench_news_followups.py qa/training/news --index /tmp/news

All articles of one part are in one index, made in the folder named when it is not there. Every
follow-up is asked with the questions before it alone, as the command line has it; with the answers
that the assistant gave to them, too (`chat`), as the chat has it; and as the writer worded it to
stand alone (`gold`), which is what resolving can reach at most.

*Found* is the share of answerable ones of which a quote shown shares a word or more with a quote
of the writer's; *shown wrong* the share that is answered, but with none of it; *silent* the share
of the unanswerable that is refused. F1 is that of the words of `asked_as` and the writer's version.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from index import Index
from index.articles.article import Article, ArticleInfo, normalise_text
from qa import Assistant
from qa.answers import Answer
from qa.inquiry import Ask
from qa.questions.followups import Exchange
from qa.training.evidence.news import part_of, read_news
from tests.benchmarks.bench_followups import bag, overlap

WAYS = ("questions", "chat", "gold")


class FollowUp(NamedTuple):
    """One follow-up with the identifier of its article and the article's stored text."""

    article: str
    text: str
    row: dict[str, Any]


def follow_ups(rows: Sequence[Any]) -> Iterator[FollowUp]:
    """Yield the questions that have a history, in the order of the files."""
    for row in rows:
        text = normalise_text(row["text"])
        for question in row["questions"]:
            if question.get("history") and question.get("rewrite"):
                yield FollowUp(row["id"], text, question)


def found(answer: Answer, one: FollowUp) -> bool:
    """Whether a quote of the answer overlaps one of the writer's."""
    spans = [
        (start, start + len(quote["text"]))
        for quote in one.row.get("quotes", ())
        if (start := one.text.find(quote["text"])) >= 0
    ]
    return any(
        quote.article.id == one.article and quote.start < end and start < quote.end
        for quote in answer.quotes
        for start, end in spans
    )


def asked(assistant: Assistant, one: FollowUp, way: str) -> Answer:
    """Return the answer to a follow-up asked in one of `WAYS`."""
    if way == "gold":
        return assistant.ask(one.row["rewrite"])
    history: list[str | Exchange] = list(one.row["history"])
    if way == "chat":
        for place, question in enumerate(one.row["history"]):
            before = assistant.ask(question, history=history[:place])
            given = before.answer if before.answered else None
            history[place] = Exchange(before.asked_as, given)
    return assistant.ask_many([Ask(question=one.row["question"], history=tuple(history))])[0]


def measure(followed: Sequence[FollowUp], answers: Sequence[Answer]) -> dict[str, float]:
    """Return the figures over all follow-ups, by name."""
    pairs = list(zip(followed, answers, strict=True))
    yes = [(one, answer) for one, answer in pairs if one.row["answerable"]]
    no = [answer for one, answer in pairs if not one.row["answerable"]]
    f1 = [overlap(bag(a.asked_as), bag(one.row["rewrite"]))[2] for one, a in pairs]
    return {
        "found": sum(found(a, one) for one, a in yes) / max(1, len(yes)),
        "shown wrong": sum(a.answered and not found(a, one) for one, a in yes) / max(1, len(yes)),
        "silent": sum(not a.answered for a in no) / max(1, len(no)),
        "f1": sum(f1) / max(1, len(f1)),
    }


def opened(folder: Path, rows: Sequence[Any]) -> Index:
    """Return the index in the folder, made of the articles when there is none."""
    new = not Index.exists(folder)
    index = Index.open(folder, create=True)
    if new:
        keys = ("title", "author", "date", "publication")
        index.add_articles(
            Article(
                info=ArticleInfo(id=row["id"], **{key: row.get(key) for key in keys}),
                text=normalise_text(row["text"]),
            )
            for row in rows
        )
    return index


def main() -> int:
    """Print the figures of each way; with `--show`, also every follow-up as it was asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", type=Path, help="qa/training/news")
    parser.add_argument("--index", type=Path, required=True, help="folder of the index")
    parser.add_argument("--part", default="tuning", choices=("training", "tuning"))
    parser.add_argument("--most", type=int, default=1000, help="follow-ups asked at most")
    parser.add_argument("--ways", nargs="*", default=WAYS, choices=WAYS)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    rows = [row for row in read_news(arguments.news) if part_of(row["id"]) == arguments.part]
    followed = list(follow_ups(rows))[: arguments.most]
    with opened(arguments.index, rows) as index:
        assistant = Assistant(index)
        for way in arguments.ways:
            started = time.perf_counter()
            answers = [asked(assistant, one, way) for one in followed]
            seconds = (time.perf_counter() - started) / max(1, len(followed))
            figures = measure(followed, answers)
            told = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
            print(f"{way:10} {len(followed)} questions  {told}  {seconds * 1000:.0f} ms each")
            for one, answer in zip(followed, answers, strict=True) if arguments.show else ():
                mark = "+" if found(answer, one) else "-" if answer.answered else "."
                if not one.row["answerable"]:
                    mark = "x" if answer.answered else "o"
                print(f"\n{mark} {' | '.join(one.row['history'])}\n  > {one.row['question']}")
                print(f"  = {answer.asked_as}  [{answer.confidence:.2f}]")
                print(f"  * {one.row['rewrite']}")
                print("    " + answer.answer[:160].replace("\n", " / "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
