"""Questions to begin with, made from what is in the index."""

from collections import Counter
from collections.abc import Sequence

from index.articles import ArticleInfo

_LONGEST_TITLE = 70


def authors_and_publications(infos: Sequence[ArticleInfo]) -> tuple[list[str], list[str]]:
    """Return the names to choose from in the filters, each in alphabetical order."""
    authors = {info.author for info in infos if info.author}
    publications = {info.publication for info in infos if info.publication}
    return sorted(authors, key=str.casefold), sorted(publications, key=str.casefold)


def example_questions(
    infos: Sequence[ArticleInfo], speakers: Sequence[str] = (), *, most: int = 4
) -> tuple[str, ...]:
    """Return up to `most` questions that these articles can answer, the same on every call.

    The most quoted speakers first, then what the metadata answers for the newest articles.
    """
    questions = [f"What did {speaker} say?" for speaker in speakers[: most - 1]]
    titled = [info for info in infos if info.title and len(info.title) <= _LONGEST_TITLE]
    titled.sort(key=lambda info: (info.date or "", info.id), reverse=True)
    written = next((info for info in titled if info.author), None)
    if written:
        questions.append(f"Who wrote “{written.title}”?")
    dated = next((info for info in titled if info.date and info is not written), None)
    if dated:
        questions.append(f"When was “{dated.title}” published?")
    prolific = Counter(info.author for info in infos if info.author).most_common(1)
    if prolific:
        questions.append(f"Which articles did {prolific[0][0]} write?")
    return tuple(questions[:most])
