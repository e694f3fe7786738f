"""Two questions in one are answered one after the other, in one answer. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answers import Answer, Quote

_MARK = re.compile(r"\[(\d+)\](?=\n|$)")


def joined(question: str, answers: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of a question as one, the quotes numbered through.

    A part without an answer says so in its place. The confidence is that of the least sure part,
    and what is unsure of one is unsure of all.

    Args:
        question: As it was typed.
        answers: One a part, in the order asked; at least one.
    """
    if len(answers) == 1:
        return answers[0]
    given = [one for one in answers if one.answered]
    texts: list[str] = []
    quotes: list[Quote] = []
    for one in answers:
        texts.append(_shifted(one.answer, len(quotes)))
        quotes += [
            replace(
                quote,
                number=quote.number + len(quotes),
                corrected_by=quote.corrected_by and quote.corrected_by + len(quotes),
            )
            for quote in one.quotes
        ]
    first = given[0] if given else answers[0]
    return replace(
        first,
        question=question,
        asked_as=" ".join(one.asked_as for one in answers),
        confidence=min(one.confidence for one in answers),
        answer="\n".join(texts),
        quotes=tuple(quotes),
        nearest=() if given else first.nearest,
        unsure=any(one.unsure for one in given) or 0 < len(given) < len(answers),
        notes=tuple(dict.fromkeys(note for one in answers for note in one.notes)),
        timings_ms=_added([one.timings_ms for one in answers]),
    )


def _shifted(text: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]", text)


def _added(times: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for one in times for name in one)
    return {name: sum(one.get(name, 0.0) for one in times) for name in names}
