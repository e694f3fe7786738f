"""One quote as a line of an answer: whose words, how they are given, the words, the mark.

    Ada Okoro: “We count every litre,” [1]          direct speech, in its own marks
    Ada Okoro (reported): Okoro said it leaks. [2]  reported speech, the article's sentence
    Lena Fisk writes: It was built in 1921. [3]     what an article's author is asked about
    The article: It was built in 1921. [4]          what the article itself says
    Quoted in the article: “It leaks.” [5]          words in its quotation marks, of nobody known

Only what somebody said stands in quotation marks; whatever is shown is a slice of the article.
"""

from index.articles.statement import StatementKind
from qa.answers import Quote
from qa.people.authors import authors
from qa.people.matching import same_person
from qa.wording.spoken_words import is_quoted, spoken_words

NARRATOR = "The article"
QUOTED = "Quoted in the article"
"""Whose words stand in quotation marks there, and is not told."""
REPORTED = "(reported)"
_LONGEST = 320


def quote_line(quote: Quote) -> str:
    """Return the line of a quote; what it shows is a slice, cut between words where it is long."""
    return f"{introduction(quote)}: {shown_words(quote)} [{quote.number}]"


def introduction(quote: Quote) -> str:
    """Return whose words the line shows, and whether they are reported."""
    if quote.speaker is None:
        return QUOTED if is_quoted(quote) else NARRATOR
    if is_author(quote):
        return f"{quote.speaker} writes"
    return f"{quote.speaker} {REPORTED}" if is_reported(quote) else quote.speaker


def shown_words(quote: Quote) -> str:
    """Return the words of the line: direct speech in marks, all else without marks of ours."""
    spoken = None if quote.speaker is None or is_author(quote) else spoken_words(quote, _LONGEST)
    return spoken if spoken is not None else cut(quote.text)


def is_reported(quote: Quote) -> bool:
    """Whether a speaker's words are given in the narrator's, in whole or in part."""
    return (
        quote.speaker is not None and not is_author(quote) and spoken_words(quote, _LONGEST) is None
    )


def is_author(quote: Quote) -> bool:
    """Whether the words are those of the article's author, as its narrator."""
    return quote.kind is StatementKind.INDIRECT and any(
        same_person(quote.speaker, name) for name in authors(quote.article.info)
    )


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return the text, cut between words where it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    blank = text.rfind(" ", longest // 2, longest)
    return f"{text[: blank if blank > 0 else longest]} …"
