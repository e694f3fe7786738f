"""Questions to begin with, made from what is in the index and tried before they are shown."""

from collections.abc import Iterator, Sequence

from index.articles.article import Article, ArticleInfo
from qa.people.matching import same_person
from qa.people.mentions import Sort, mentions
from qa.people.names import name_parts
from qa.statements.finding import find_statements

READ = 12
"""Articles looked at for speakers, newest first."""
_LONGEST_TITLE = 60
_LONGEST_NAME = 40


def newest(infos: Sequence[ArticleInfo]) -> list[ArticleInfo]:
    """Return the articles with a title, newest first, the same order on every call."""
    titled = [info for info in infos if info.title]
    return sorted(titled, key=lambda info: (info.date or "", info.id), reverse=True)


def candidate_questions(infos: Sequence[ArticleInfo], articles: Sequence[Article]) -> list[str]:
    """Return questions these articles may answer, most inviting first.

    What somebody said about something, by turns with who wrote what and when: one of each kind
    comes early, so that a few of them show what can be asked.
    """
    said = [question for article in articles for question in _one_each(article)]
    recorded = list(_about_records(newest(infos)))
    return [*said[:2], *recorded[:1], *said[2:3], *recorded[1:], *said[3:]]


def _one_each(article: Article) -> list[str]:
    """Return one question about what somebody said in this article, if there is one to ask."""
    for statement in find_statements(article.text):
        speaker = statement.speaker
        if not speaker or not _is_full_name(speaker):
            continue
        # A quotation as a whole would be taken for the title of a thing.
        words = article.text[statement.start : statement.end].strip("“”„«»‘’\"', .")
        for topic in _topics(words, speaker):
            return [f"What did {speaker} say about {topic}?"]
    return []


def _is_full_name(speaker: str) -> bool:
    named = [word for word in speaker.split() if word[:1].isupper()]
    return (
        len(named) == len(speaker.split())
        and not speaker.startswith(("A ", "An ", "The "))
        and len(name_parts(speaker)) >= 2
        and len(speaker) <= _LONGEST_NAME
    )


def _topics(text: str, speaker: str) -> Iterator[str]:
    for mention in mentions(text):
        name = " ".join(mention.text.split())
        named = mention.sort in {Sort.PLACE, Sort.NAME} and name.replace(" ", "").isalpha()
        if named and len(name) <= _LONGEST_NAME and not same_person(name, speaker):
            yield name


def _fits_in_a_question(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and not set(title) & set('“”"?')


def _about_records(infos: Sequence[ArticleInfo]) -> Iterator[str]:
    short = [info for info in infos if _fits_in_a_question(info.title or "")]
    written = next((info for info in short if info.author), None)
    if written:
        yield f"Who wrote “{written.title}”?"
    dated = next((info for info in short if info.date and info is not written), None)
    if dated:
        yield f"When was “{dated.title}” published?"
