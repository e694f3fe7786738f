"""A line of an answer as HTML: each [n] a link to its quote, with whose it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from qa.answers import Answer, Kind
from qa.web.chat.answer_parts import Group, Line, Placed
from qa.web.chat.page_words import Words
from qa.web.chat.shown_quotes import ShownQuote
from qa.web.pages.answer_words import IN_ENGLISH, NARRATED, Part, Piece, Said, said
from qa.web.pages.languages import direction
from qa.web.pages.templates import show
from qa.wording.quote_lines import NARRATOR

_MARK = re.compile(r"\[(\d{1,3})\]")
_LAST_MARKS = re.compile(r"(?:\s?\[\d{1,3}\])*$")


class ShownLine(NamedTuple):
    """A line as HTML, its language, and its direction as the attribute `dir` has it."""

    html: Markup
    lang: str
    dir: str


def shown_line(
    line: str, sources: Sequence[ShownQuote], words: Words, parts: Sequence[Part]
) -> ShownLine:
    """Return a line in the page's language where a template of `parts` knows it, else as it is."""
    language = str(words["language"])
    marks = _LAST_MARKS.search(line)
    end = marks.start() if marks else len(line)
    told = said(line[:end], language, *parts)
    if told is None:
        return ShownLine(line_html(line, sources, words), _lang_of(line, sources), "auto")
    html = said_html(told) + line_html(line[end:], sources, words)
    return ShownLine(html, language, direction(language))


def shown_label(placed: Placed, words: Words) -> ShownLine:
    """Return what an answer says of a quote before its words."""
    language, source = str(words["language"]), placed.source
    told = said(placed.label, language, Part.LABELS)
    if told is None:
        return ShownLine(show(placed.label), _lang_of(placed.label, [source]), "auto")
    return ShownLine(said_html(told, source.lang), language, direction(language))


def parts_of(answer: Answer) -> tuple[Part, ...]:
    """Return whose templates the lines of an answer may be of."""
    if answer.kind is Kind.METADATA:
        return (Part.RECORDS, Part.TALK, Part.LINES)
    return (Part.LINES,)


def said_html(told: Said, quoted: str = "") -> Markup:
    """Return a sentence as HTML, what fills its blanks apart; `quoted` is the article's language.

    What is not ours has a direction of its own, and is in English where the question is.
    """
    return Markup("").join(_piece(piece, quoted) for piece in told.pieces)


def sentences_html(told: Sequence[Said]) -> Markup:
    """Return sentences as HTML, one after the other."""
    return Markup(" ").join(map(said_html, told))


def without_markup(text: str) -> str:
    """Return the words alone of what may be HTML; text is returned as it is."""
    return Markup(text).striptags() if isinstance(text, Markup) else text


def _piece(piece: Piece, quoted: str) -> Markup:
    if not piece.blank:
        return show(piece.text)
    lang = NARRATED if piece.blank in IN_ENGLISH else quoted
    return Markup('<bdi lang="{}">{}</bdi>').format(lang, show(piece.text))


def _lang_of(line: str, sources: Sequence[ShownQuote]) -> str:
    """Return the language of a line: a short answer is in its article's."""
    return next((one.lang for one in sources if line in one.text), NARRATED)


def plain_lines(groups: Sequence[Group], language: str, parts: Sequence[Part]) -> Iterator[str]:
    """Yield the lines of an answer as text in one of LANGUAGES, the words of quotes as they are."""

    def own(text: str, *known: Part) -> str:
        told = said(text, language, *known)
        return told.text if told else text

    for group in groups:
        yield from filter(None, [group.title])
        for part in group.parts:
            if isinstance(part, Line):
                yield own(part.text, *parts)
            else:
                source = part.source
                whose = own(source.introduction, Part.INTRODUCTIONS)
                before = filter(None, [own(part.label, Part.LABELS), whose, source.line])
                yield f"{': '.join(before)} [{source.number}]"


def line_html(line: str, sources: Sequence[ShownQuote], words: Words) -> Markup:
    """Return a line, each [n] that names a quote as a link to it.

    What is around the quotes is English, as answers are worded; quotes are marked as what they are.
    Beside what somebody is said to have said, and what an article says, stands whose article it is.
    """
    return _with_links(line, {str(source.number): source for source in sources}, words)


def whose_in(source: ShownQuote, words: Words) -> Markup:
    """Return whose word it is that somebody said this: the publication's, else the article's."""
    whose = source.info.publication or source.info.title or words["anUntitled"]
    name = Markup("<bdi>{}</bdi>").format(show(whose))
    return Markup(str(words["in"])).format(source=name)


def _in_its_language(before: str, source: ShownQuote) -> Markup:
    """Return what stands before a mark, the words of its quote marked with their language."""
    shown = source.line
    if source.lang == NARRATED or not shown or not before.rstrip().endswith(shown):
        return show(before)
    start = before.rindex(shown)
    quoted = Markup('<span lang="{}" dir="auto">{}</span>').format(source.lang, show(shown))
    return show(before[:start]) + quoted + show(before[start + len(shown) :])


def _with_links(line: str, quotes: Mapping[str, ShownQuote], words: Words) -> Markup:
    pieces: list[Markup] = []
    at = 0
    for match in _MARK.finditer(line):
        source = quotes.get(match[1])
        if source is None:
            continue
        before = line[at : match.start()]
        pieces.append(_in_its_language(before, source))
        pieces.append(
            Markup('<a class="cite" data-read href="{}" aria-label="{}">[{}]</a>').format(
                source.read_link, str(words["quote"]).format(number=match[1]), match[1]
            )
        )
        if source.speaker or f"{NARRATOR}: " in line:
            # Within a line in English; on pages in English all lines are.
            lang = Markup(' lang="{}"').format(words["language"])
            whose = Markup(' <span class="whose"{}>{}</span>')
            mark = "" if words["language"] == NARRATED else lang
            pieces.append(whose.format(mark, whose_in(source, words)))
        at = match.end()
    pieces.append(show(line[at:]))
    return Markup("").join(pieces)
