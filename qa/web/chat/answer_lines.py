"""A line of an answer as HTML: each [n] a link to its quote, with whose it is."""

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from qa.web.chat.page_words import Words
from qa.web.chat.shown_quotes import ShownQuote
from qa.web.pages.templates import show
from qa.wording.quote_lines import NARRATOR

_NARRATED = "en"
_MARK = re.compile(r"\[(\d{1,3})\]")


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
    if source.lang == _NARRATED or not shown or not before.rstrip().endswith(shown):
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
            mark = "" if words["language"] == _NARRATED else lang
            pieces.append(whose.format(mark, whose_in(source, words)))
        at = match.end()
    pieces.append(show(line[at:]))
    return Markup("").join(pieces)
