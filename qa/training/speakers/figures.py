"""Tells how often the speaker is named rightly: ``python -m qa.training.speakers.figures NEWS``.

Of each statement and each quote of a question whose speaker a writer marked (NEWS, a folder; the
training and the tuning part, never the exam), what the rules say: the right name, another one,
none, or nothing found. What goes wrong is counted by kind.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles.article import Span, normalise_text
from index.articles.statement import Statement
from index.articles.turns import find_turns
from qa.people.matching import same_person
from qa.people.names import looks_like_name, name_parts
from qa.statements.finding import find_statements
from qa.text.words import fold
from qa.training.evidence.news import TRAINING, TUNING, Row, part_of, read_news

RIGHT, WRONG, NONE, MISSED = "right", "wrong", "none", "not found"
VERDICTS = (RIGHT, WRONG, NONE, MISSED)
PRONOUNS = frozenset("he she it they we i you him her them".split())


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one stretch of text, of statements or quotes, and the kind of a fault."""

    sort: str
    verdict: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An article with what the rules find in it; `by` is its author."""

    text: str
    found: Sequence[Statement]
    genre: str
    by: str

    def judged(self, sort: str, span: Span, speaker: str) -> Judged:
        """Returns whether the statement that shares most with a span has the speaker marked."""
        touching = [one for one in self.found if one.start < span[1] and one.end > span[0]]
        if not touching:
            return Judged(sort, MISSED, self._missed(span, speaker))
        best = max(touching, key=lambda one: self._worth(sort, one, span))
        if best.speaker is not None and same_person(best.speaker, speaker):
            return Judged(sort, RIGHT)
        named = best.speaker is not None
        return Judged(sort, WRONG if named else NONE, self._fault(best, speaker))

    def _worth(self, sort: str, one: Statement, span: Span) -> tuple[bool, float]:
        shared = min(one.end, span[1]) - max(one.start, span[0])
        joint = max(one.end, span[1]) - min(one.start, span[0])
        if sort == "statements":
            return True, shared / joint
        return one.speaker is not None, shared  # as a sentence gets its speaker in answers

    def _fault(self, one: Statement, speaker: str) -> str:
        """Returns what kind of fault another name, or none, is."""
        mention = self.text[slice(*one.speaker_mention)].casefold() if one.speaker_mention else ""
        label = self.text[slice(*one.cue)].rstrip() if one.cue else ""
        if self.by and same_person(speaker, self.by):
            return "the article's author"
        if label.endswith(":") or (find_turns(self.text) and label.endswith(".")):
            return "label of a turn"
        if "letter" in self.genre:
            return "letter"
        if mention in PRONOUNS:
            return f"pronoun: {'he, she' if mention in ('he', 'she') else 'others'}"
        if one.cue is None:
            return "quotation without a cue"
        if one.speaker is None:
            return "speaker left out as unlikely"
        if set(name_parts(one.speaker)) & set(name_parts(speaker)):
            return "shares a word: spelling, a body's document, two of one surname"
        if not looks_like_name(one.speaker):
            named = looks_like_name(speaker)
            return "role or body for a name" if named else "other words for somebody unnamed"
        return "another's name"

    def _missed(self, span: Span, speaker: str) -> str:
        """Returns what kind of fault it is that nothing is found in a span."""
        if self.by and same_person(speaker, self.by):
            return "the article's author"
        if find_turns(self.text):
            return "turn not read"
        if "letter" in self.genre:
            return "letter"
        sentence = self.text[slice(*span)]
        if any(part in fold(sentence) for part in name_parts(speaker)[-1:]):
            return "named in the sentence, no verb of speech known"
        before = [one for one in self.found if one.end <= span[0]]
        near = bool(before) and "\n\n" not in self.text[before[-1].end : span[0]]
        if near and same_person(before[-1].speaker, speaker):
            return "goes on in the narrator's words"
        pronoun = fold(sentence).split()[:1]
        return "pronoun, no verb of speech known" if pronoun and pronoun[0] in PRONOUNS else "other"


def judged_of(row: Row) -> Iterator[Judged]:
    """Yields what is said of each statement and quote of an article whose speaker is marked."""
    text = normalise_text(str(row["text"]))
    told = Told(text, find_statements(text), str(row["genre"]), str(row.get("author") or ""))
    asked = [one for one in row["questions"] if one["answerable"]]
    for sort, marked in (
        ("statements", row["statements"]),
        ("quotes", [quote for one in asked for quote in one.get("quotes", [])]),
    ):
        for one in marked:
            at = text.find(one["text"])
            if at >= 0 and one.get("speaker"):
                yield told.judged(sort, (at, at + len(one["text"])), str(one["speaker"]))


def table(part: str, judged: Sequence[Judged]) -> str:
    """Returns the shares of verdicts, and the faults of quotes by kind."""
    lines = []
    for sort in ("statements", "quotes"):
        mine = [one for one in judged if one.sort == sort]
        counts = Counter(one.verdict for one in mine)
        shares = ", ".join(f"{v} {counts[v] / max(1, len(mine)):.3f}" for v in VERDICTS)
        lines.append(f"{part}, {len(mine)} {sort}: {shares}")
    faults = Counter((o.verdict, o.kind) for o in judged if o.kind and o.sort == "quotes")
    lines += [f"  {n:6} {verdict}: {kind}" for (verdict, kind), n in faults.most_common()]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--part", choices=(TRAINING, TUNING), help="one part alone")
    options = parser.parse_args(argv)
    rows = read_news(options.news)
    for part in [options.part] if options.part else (TRAINING, TUNING):
        mine = [row for row in rows if part_of(str(row["id"])) == part]
        sys.stdout.write(table(part, [one for row in mine for one in judged_of(row)]))


if __name__ == "__main__":
    main()
