"""How various the news is: ``python -m qa.training.evidence.variety DIR`` prints a table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qa.text.words import content_stems, stems, words
from qa.training.evidence.news import EXAM, TRAINING, TUNING, Row, part_of, read_news


def opening(text: str, count: int) -> str:
    """Returns the first words of a text, in lower case."""
    return " ".join(word.text.lower() for word in words(text)[:count])


def distinct(values: Sequence[str]) -> float:
    """Returns how many different values there are for each value."""
    return len(set(values)) / max(1, len(values))


def shared_words(questions: Iterable[Row]) -> float:
    """Returns the mean share of a question's content words that its quotes hold, too."""
    shares = []
    for question in questions:
        asked = content_stems(question.get("rewrite") or question["question"])
        held = stems(" ".join(quote["text"] for quote in question.get("quotes", [])))
        if asked:
            shares.append(sum(one in held for one in asked) / len(asked))
    return sum(shares) / max(1, len(shares))


def figures(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yields (figure, value) of a collection of articles."""
    questions = [question for row in rows for question in row["questions"]]
    answered = [q for q in questions if q["answerable"] and q.get("quotes")]
    parts = Counter(part_of(str(row["id"])) for row in rows)
    lengths = sorted(len(str(row["text"]).split()) for row in rows)
    yield "articles", f"{len(rows):,}"
    yield (
        "of these " + ", ".join((TRAINING, TUNING, EXAM)),
        ", ".join(str(parts[name]) for name in (TRAINING, TUNING, EXAM)),
    )
    yield (
        "words an article: least, median, most",
        ", ".join(str(lengths[at]) for at in (0, len(lengths) // 2, -1)),
    )
    yield "genres", str(len({row["genre"] for row in rows}))
    yield "different first five words of articles", f"{distinct(_openings(rows, 5)):.3f}"
    statements = [statement for row in rows for statement in row["statements"]]
    yield "statements", f"{len(statements):,}"
    yield "different cues", str(len({str(s.get("cue", "")).lower() for s in statements}))
    yield "speakers", f"{len({s['speaker'] for s in statements}):,}"
    yield "questions", f"{len(questions):,}"
    for kind, count in Counter(q["kind"] for q in questions).most_common():
        yield f"kind {kind}", f"{count:,}"
    yield "follow-ups with rewrites", f"{sum(bool(q.get('history')) for q in questions):,}"
    unanswerable = [q for q in questions if not q["answerable"]]
    yield "not answerable", f"{len(unanswerable) / max(1, len(questions)):.3f}"
    for why, count in Counter(q["why"] for q in unanswerable).most_common():
        yield f"because {why}", f"{count:,}"
    asked = [str(q["question"]) for q in questions]
    yield (
        "different first three words of questions",
        f"{distinct([opening(a, 3) for a in asked]):.3f}",
    )
    yield "questions with more than one quote", f"{sum(len(q['quotes']) > 1 for q in answered):,}"
    yield "share of a question's content words in its evidence", f"{shared_words(answered):.3f}"


def _openings(rows: Sequence[Row], count: int) -> list[str]:
    return [opening(str(row["text"]), count) for row in rows]


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the table."""
    (folder,) = argv or sys.argv[1:]
    print("| figure | value |\n|---|---|")  # noqa: T201
    for name, value in figures(read_news(Path(folder))):
        print(f"| {name} | {value} |")  # noqa: T201


if __name__ == "__main__":
    main()
