"""Whether a draft and an article mean the same person by those who speak; pure."""

import re
from collections.abc import Sequence

from index.articles.article import Article, Span
from index.articles.statement import Statement, StatementKind
from qa.checking.subjects import is_in_marks, subjects_near
from qa.language.tables import tables
from qa.people.authors import authors
from qa.people.matching import occurs_in, same_person
from qa.people.names import Kind, kind_of, looks_like_name
from qa.text.words import fold, is_content, stem, stems, words

_SIGNED = re.compile(
    r"[.,;:?!…]*[\"'”’»“«]{0,2}[ \t]*\n?[ \t]*(?:[–—―]|--?)[ \t]*"
    r"(?P<who>[^\W\d_][^\n,;:.(–—]{1,60})"
)
_SENTENCE_END = re.compile(r"[.?!…][\"'”’»“«]*\s+[^\W\d_]")
_MARKS = frozenset("“„«»‹›「『《〝＂\"‘‚'`")
_FAR = 200
"""Characters from where a speaker is named to what is said, within a sentence."""


def agreement(
    speaker: str | None, said: Sequence[Statement], article: Article, span: Span
) -> bool | None:
    """Tell whether `speaker` said words of an article; None where that cannot be told.

    Args:
        speaker: as the draft calls them.
        said: the statements the words are in.
        article: the article.
        span: where the words are.
    """
    if speaker is None:
        return None
    signed = signature(article.text, span[1])
    if signed is not None:
        return same_person(speaker, signed)
    if any(same_person(speaker, name) for name in speakers_of(said)):
        return True
    named = [one for one in said if one.speaker and _is_person(one.speaker)]
    near = paragraph(article.text, span)
    if not _is_person(speaker):
        # "The mayor", "the ministry": whoever holds the office speaks for it, if it is spoken of.
        return None if _is_described(speaker, article.text if named else near) else False
    if not named and not _is_marked(said, article.text):
        # A turn whose speaker has no name, or what nobody is said to have said.
        if said and not is_in_marks(article.text, span):
            return None if _may_be_asked(speaker, article) else False
        about = (name for one in subjects_near(article.text, span)[:1] for name in one)
        known = occurs_in(speaker, near) or any(same_person(speaker, name) for name in about)
        return None if known else False
    if any(_is_sure(one, article.text) for one in named):
        return False
    return None if occurs_in(speaker, near) else False


def is_doubtful(
    speaker: str | None, said: Sequence[Statement], article: Article, span: Span
) -> bool:
    """Tell whether words that `agreement` lets `speaker` say may as well be another's.

    So it is where the article says "he" or nothing, and the sentences around the words are about
    somebody else.
    """
    if speaker is None or not _is_person(speaker) or signature(article.text, span[1]) is not None:
        return False
    his = [one for one in said if one.speaker and same_person(speaker, one.speaker)]
    if any(not _is_pronoun(one, article.text) for one in his):
        return False
    marked = _is_marked(said, article.text) or is_in_marks(article.text, span)
    if not his and said and not marked:
        return False
    near = subjects_near(article.text, span)
    looked = near if his else near[:1]
    return bool(looked) and not any(same_person(speaker, name) for one in looked for name in one)


def _is_pronoun(statement: Statement, text: str) -> bool:
    """Tell whether an article has "he" or "she" for the speaker of a statement."""
    if statement.speaker_mention is None:
        return False
    start, end = statement.speaker_mention
    return fold(text[start:end]) in tables("en").grammar.pronoun_genders


def _may_be_asked(speaker: str, article: Article) -> bool:
    """Tell whether answers without a name may be those of `speaker`.

    Who is asked is named in the title or the first paragraphs; who asks wrote the article.
    """
    opening = "\n".join([article.info.title or "", *article.text.split("\n\n", 2)[:2]])
    asks = any(same_person(speaker, name) for name in authors(article.info))
    return occurs_in(speaker, opening) and not asks


def signature(text: str, end: int) -> str | None:
    """Return the name behind a dash after a quotation, as in “It leaks.” – Rita Moss."""
    found = _SIGNED.match(text, end)
    return found["who"].strip() if found and looks_like_name(found["who"].strip()) else None


def paragraph(text: str, span: Span) -> str:
    """Return the paragraph around a span, with the one before where it is all in marks."""
    start = text.rfind("\n", 0, span[0]) + 1
    stop = text.find("\n", span[1])
    stop = len(text) if stop < 0 else stop
    if span[0] - start <= 2 and stop - span[1] <= 3:
        start = text.rfind("\n", 0, len(text[: max(0, start - 1)].rstrip())) + 1
    return text[start:stop]


def wrote(speaker: str | None, article: Article) -> bool:
    """Tell whether the article's own words are those of `speaker`: its author, or its outlet."""
    if speaker is None:
        return False
    own = [*authors(article.info), article.info.publication or ""]
    return any(same_person(speaker, name) for name in own if name)


def speakers_of(said: Sequence[Statement]) -> list[str]:
    """Return the names of those who speak, each once."""
    return list(dict.fromkeys(one.speaker for one in said if one.speaker))


def _is_person(name: str) -> bool:
    return looks_like_name(name) and kind_of(name) is Kind.PERSON


def _is_marked(said: Sequence[Statement], text: str) -> bool:
    """Tell whether the words stand in quotation marks, not in a turn of a transcript."""
    return any(text[one.start] in _MARKS for one in said if one.kind is not StatementKind.INDIRECT)


def _is_sure(statement: Statement, text: str) -> bool:
    """Tell whether the sentence of a statement names its speaker, rather than "he" or nobody."""
    if statement.speaker is None or statement.speaker_mention is None:
        return False
    start, end = statement.speaker_mention
    if not occurs_in(text[start:end], statement.speaker):
        return False
    between = text[end : statement.start] if end <= statement.start else ""
    return len(between) < _FAR and not _SENTENCE_END.search(between)


def _is_described(role: str, text: str) -> bool:
    known = stems(text)
    wanted = [stem(word.text) for word in words(role) if is_content(word.text)]
    return bool(wanted) and all(one in known for one in wanted)
