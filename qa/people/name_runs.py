"""Runs of capitalised words in a sentence: the titles before a name, and the name without them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.language.table_types import NameTables
from qa.people.genders import is_person_noun
from qa.text.frames import CAPITAL, WORD, Frame, Token
from qa.text.noun_phrases import is_adverb, is_name_like
from qa.text.words import fold

_LONGEST = 12


@dataclass(frozen=True, slots=True)
class NameRun:
    """A name in a sentence.

    `tokens` are those of the bare name, [first, last) of the sentence's; `titles` the titles before
    it in small letters, one of them perhaps not capitalised ("president Ada Holt"); `start` is the
    offset in the text where the bare name begins.
    """

    start: int
    tokens: tuple[Token, ...]
    titles: tuple[str, ...]
    first: int
    last: int


def runs_in(frame: Frame, lower_words: frozenset[str], known: NameTables) -> Iterator[NameRun]:
    """Yield the names of a sentence in order.

    `lower_words` are those that the article writes small somewhere: the first word of a sentence
    that is among them is capitalised for its place only.
    """
    tokens = frame.tokens
    opening = next((i for i, token in enumerate(tokens) if token.kind in (CAPITAL, WORD)), 0)
    place = 0
    while place < len(tokens):
        if not is_name_like(tokens[place]):
            place += 1
            continue
        end = run_end(tokens, place, known)
        mere = place == opening and _is_mere_word(tokens, place, end, lower_words, known)
        run = run_of(tokens, place + mere, end, known)
        if run is not None:
            yield run
        place = end


def _is_mere_word(
    tokens: Sequence[Token], first: int, end: int, lower_words: frozenset[str], known: NameTables
) -> bool:
    low = tokens[first].low
    if known.gender_of(low) is not None or low.rstrip(".") in known.titles:
        return False
    if low in lower_words or (is_adverb(tokens[first]._replace(kind=WORD)) and end - first > 1):
        return True
    # *Enter Stuart Kaplan*: a given name does not stand second but after a word that is no name.
    return end - first > 2 and len(low) > 2 and known.gender_of(tokens[first + 1].low) is not None


def run_end(tokens: Sequence[Token], place: int, known: NameTables) -> int:
    """Return where the capitalised words that begin at `place` end, particles between included."""
    end = place + 1
    while end < len(tokens) and end - place < _LONGEST:
        token = tokens[end]
        if is_name_like(token):
            end += 1
        elif (
            token.low in known.particles and end + 1 < len(tokens) and is_name_like(tokens[end + 1])
        ):
            end += 2
        else:
            break
    return end


def run_of(tokens: Sequence[Token], first: int, end: int, known: NameTables) -> NameRun | None:
    """Return the name in the capitalised words [first, end), None if these are titles only."""
    if first >= end:
        return None
    bare = _after_titles(tokens, first, end, known)
    if bare >= end:
        return None
    before = [token.low.rstrip(".") for token in tokens[max(0, first - 1) : bare]]
    titles = tuple(word for word in before if word in known.titles)
    return NameRun(tokens[bare].start, tuple(tokens[bare:end]), titles, bare, end)


def last_run(tokens: Sequence[Token], known: NameTables) -> NameRun | None:
    """Return the name that a phrase ends with: campaign manager *Robby Mook*."""
    first = len(tokens)
    while first and (
        is_name_like(tokens[first - 1])
        or (first < len(tokens) and tokens[first - 1].low in known.particles and first > 1)
    ):
        first -= 1
    return run_of(tokens, first, len(tokens), known)


def _after_titles(tokens: Sequence[Token], first: int, end: int, known: NameTables) -> int:
    """Return where the bare name begins: after the last title, unless a body ends the run."""
    if tokens[end - 1].low.rstrip(".") in known.bodies:
        return first
    low = tokens[first].low
    role = low in known.role_adjectives or is_person_noun(low, known)
    bare = first + (end - first > 2 and role and known.gender_of(low) is None)
    for place in range(first, end):
        low = tokens[place].low.rstrip(".")
        if low in known.titles or (low == "state" and place and tokens[place - 1].low == "of"):
            bare = place + 1
    return bare


def keys_of(run: NameRun, known: NameTables) -> tuple[str, ...]:
    """Return the folded words of a name without "Jr" or "KC": by them people are kept."""
    keys = [key for key in (fold(token.low) for token in run.tokens) if key]
    if len(keys) > 1 and keys[-1] in known.generations:
        keys.pop()
    while len(keys) > 2 and keys[-1] in known.degrees:
        keys.pop()
    return tuple(keys)
