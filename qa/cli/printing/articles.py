"""Articles as they are listed, checked and shown one by one; identifiers are never broken."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.articles.article import Article, ArticleInfo
from index.articles.details.categories import as_text
from index.articles.details.checking import NEEDED, Checked
from index.articles.origins import DOUBTFUL
from qa.cli.terminal import is_watched, say, say_pieces, say_wrapped, source_line
from qa.text.differences import Change, Piece

if TYPE_CHECKING:
    from index.store.tables.versions import Version

EMPTY = "The index is empty. Add articles with: pullquote index PATH..."

_CHANGES = {Change.SAME: ("", ""), Change.GONE: ("-", "red"), Change.NEW: ("+", "green")}


def show_articles(infos: Sequence[ArticleInfo]) -> None:
    """Print the articles: for people the title below each identifier, else a line an article."""
    if not infos:
        say(EMPTY)
    longest = max((len(info.id) for info in infos), default=0)
    for info in infos:
        if is_watched():
            say((info.id, "bold"))
            say_wrapped(source_line(info), indent=4)
            if info.categories:
                say_wrapped(as_text(info.categories) or "", "dim", indent=4)
        else:
            known = (info.title, info.author, info.publication, as_text(info.categories))
            said = " · ".join(filter(None, known))
            say(f"{info.id:{longest}}  {info.date or '':10}  {said}".rstrip())


def show_checked(checked: Sequence[Checked]) -> None:
    """Print the articles that need a look, and how many do."""
    if not checked:
        say(EMPTY)
        return
    wrong = [one for one in checked if one.needs_a_look]
    for one in wrong:
        say((one.info.id, "bold"))
        if one.info.title:
            say_wrapped(one.info.title, indent=4)
        missing = ", ".join(name for name in one.missing if name in NEEDED)
        if missing:
            say_wrapped(f"missing: {missing}", "yellow", indent=4)
        for doubt in one.doubtful:
            said = f"{doubt.field} {doubt.value or ''}".rstrip()
            say_wrapped(f"doubtful: {said}: {doubt.why}", "yellow", indent=4)
    sound = len(checked) - len(wrong)
    say(f"{len(wrong)} of {len(checked)} articles need a look, {sound} are in order.")
    for name, label in (("url", "an address"), ("lang", "a language")):
        without = sum(name in one.missing for one in checked)
        if without:
            say(f"{without} without {label}.")


def show_article(
    article: Article,
    checked: Checked,
    before: Sequence["Version"] = (),
    copies: Sequence[ArticleInfo] = (),
) -> None:
    """Print one article: details and their origins, what it was, its near copies, its text."""
    origins = {origin.field: origin for origin in article.origins}
    known = {**article.info.to_json(), "categories": as_text(article.info.categories)}
    for name, value in known.items():
        origin = origins.pop(name, None)
        if not value and origin is None:
            continue
        doubt = ", doubtful" if origin and origin.certainty < DOUBTFUL else ""
        told = f"  ({origin.source}{doubt})" if origin else ""
        say((f"{name:12}{value or '(nothing)'}", "cyan"), (told, "dim"))
    for origin in origins.values():
        say((f"{origin.field:12}({origin.source})", "dim"))
    for one in checked.corrections:
        read = one.read.value or "nothing"
        told = f"{one.field} was read as {read}; corrected by {one.editor}, {one.at[:10]}"
        say((told, "dim"))
    for version in before:
        earlier = f"--version {version.content_hash[:12]} shows what was before"
        say((f"{'changed on':12}{version.replaced[:10]}; {earlier}", "yellow"))
    for place, copy in enumerate(copies):
        label = "" if place else "copies"
        say((f"{label:12}{copy.id}  {source_line(copy)}", "cyan"))
    say("")
    say_wrapped(article.text)


def show_changes(pieces: Iterable[Piece]) -> None:
    """Print what became of a text: what is gone in red, what is new in green, signs beside them."""
    said = []
    for piece in pieces:
        sign, style = _CHANGES[piece.change]
        said.append((f"[{sign}{piece.text}{sign}]" if sign else piece.text, style))
    say_pieces(said)
