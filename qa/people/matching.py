"""Whether two names can mean one person or body.

The one answer for questions, statements, records and measurements. Case, diacritics, titles,
articles, possessives and degrees do not count; spellings of a transliteration are one. A surname or
a given name alone is enough to find the full name; another given name, another suffix (Jr., Sr.)
or another kind (a person, a body) is enough to keep two apart.
"""

from collections.abc import Iterable, Sequence

from qa.language.table_types import Tables
from qa.language.tables import tables
from qa.people.names import Kind, Name, each_of, name_parts, parse
from qa.people.spelling import same_word, spellings
from qa.text.words import fold, is_content, words

_FEWEST_LETTERS = 3
"""Of an abbreviation that no table knows: shorter ones are given names (Ed, Jo) too often."""


def same_person(one: str | None, other: str | None, language: str = "en") -> bool:
    """Whether two names can mean one person or body.

    Where a name lists several ("Lena Fox and Omar Reyes"), one that both share is enough. No name,
    or one without a word, is nobody's. Symmetric; not transitive, as "Berg" can be Anna or Tom.
    """
    return same_names(parse(one or "", language), parse(other or "", language), language)


def same_names(ours: Iterable[Name], theirs: Sequence[Name], language: str = "en") -> bool:
    """Whether two names can mean one person or body, given as `parse` returns them."""
    known = tables(language)
    return any(_same(mine, yours, known) for mine in ours for yours in theirs)


def full_name(name: str, candidates: Iterable[str], language: str = "en") -> str:
    """Return the longest of the candidates that can be the same person, else `name`.

    Of a candidate that lists several people, only the one counts.
    """
    people = [one for candidate in candidates for one in each_of(candidate, language)]
    fitting = [one for one in people if same_person(name, one, language)]
    return max([name, *fitting], key=lambda one: (_length(one, language), one))


def occurs_in(name: str, text: str, language: str = "en") -> bool:
    """Whether a text has every word of a name, titles and initials aside, however spelled."""
    held = {form for word in words(text) for form in spellings(word.text)}
    parts = [part for part in name_parts(name, language) if is_content(part)]
    return bool(parts) and all(not spellings(part).isdisjoint(held) for part in parts)


def _length(name: str, language: str) -> int:
    found = parse(name, language)
    return len(found[0].words) + len(found[0].tail) if found else 0


def _same(one: Name, other: Name, known: Tables) -> bool:
    if one.generation and other.generation and one.generation != other.generation:
        return False
    if _is_written_alike(one, other) or _is_alone(one, other) or _is_alone(other, one):
        return True
    if _abbreviates(one, other, known) or _abbreviates(other, one, known):
        return True
    if one.kind is not other.kind:
        return False
    if one.kind is not Kind.PERSON:
        return _same_phrase(one, other)
    if len(one.words) == len(one.last) or len(other.words) == len(other.last):
        return _is_part(one, other, known) or _is_part(other, one, known)
    return _same_surname(one, other) and (_fits(one, other, known) or _fits(other, one, known))


def _is_written_alike(one: Name, other: Name) -> bool:
    """Whether only spaces and hyphens differ: Anne-Marie, Annemarie."""
    same_tail = one.tail == other.tail
    return same_tail and same_word("".join(one.words), "".join(other.words))


def _is_alone(one: Name, other: Name) -> bool:
    """Whether a name is one word, and the last of the other: a surname, "the ministry"."""
    alone = len(one.words) == 1 and not one.tail
    return alone and same_word(one.words[0], other.words[-1])


def _abbreviates(short: Name, full: Name, known: Tables) -> bool:
    """Whether a name is made of the other's first letters: CSTO, JFK."""
    if len(short.words) != 1 or short.tail or len(full.words) + len(full.tail) < 2:
        return False
    word = fold(short.words[0])
    if full.kind is Kind.PERSON and known.names.gender_of(word) is not None:
        return False
    if len(word) < _FEWEST_LETTERS and word not in known.names.body_abbreviations:
        return False
    return word in {_initials(parts) for parts in _readings(full, known)}


def _initials(parts: Iterable[str]) -> str:
    return "".join(fold(part)[:1] for part in parts)


def _readings(name: Name, known: Tables) -> Iterable[Sequence[str]]:
    """Yield the words whose first letters an abbreviation may take."""
    whole = (*name.words, *name.tail)
    yield whole
    joints = known.grammar.conjunctions | known.grammar.prepositions
    yield [part for part in whole if part not in joints]


def _same_phrase(one: Name, other: Name) -> bool:
    """Compare bodies or roles: the same noun, and what one says of it the other says too."""
    if not same_word(one.words[-1], other.words[-1]):
        return False
    ours, theirs = _levelled(one.modifiers), _levelled(other.modifiers)
    return ours <= theirs or theirs <= ours


def _levelled(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(min(spellings(part)) for part in parts)


def _is_part(alone: Name, full: Name, known: Tables) -> bool:
    """Whether a surname or a single given name is part of a full name."""
    if len(alone.words) != len(alone.last):
        return False
    wanted = _core(alone, range(len(alone.words)))
    places = [
        place
        for place, part in enumerate(full.words)
        if len(part) > 1 and not (part in known.names.places and place < len(full.words) - 1)
    ]
    held = [full.words[place] for place in places if place not in full.optional]
    return bool(wanted) and all(any(same_word(part, one) for one in held) for part in wanted)


def _same_surname(one: Name, other: Name) -> bool:
    """Compare surnames; one part of a hyphenated one may stand for it (Berg, Berg-Olsen)."""
    ours, theirs = _surname(one), _surname(other)
    if len(ours) == len(theirs):
        return all(same_word(mine, yours) for mine, yours in zip(ours, theirs, strict=True))
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 1 and any(same_word(short[0], part) for part in long)


def _surname(name: Name) -> list[str]:
    return _core(name, range(len(name.given), len(name.words)))


def _core(name: Name, places: Iterable[int]) -> list[str]:
    return [name.words[place] for place in places if place not in name.optional]


def _fits(one: Name, other: Name, known: Tables) -> bool:
    """Whether each given name of one is, or is the initial of, one of the other's, in order."""
    wanted = _core(one, range(len(one.given)))
    if wanted == [_initials(other.given)]:  # JK for Joan Kay
        return True
    rest = iter(other.given)
    return all(any(_agree(part, candidate, known) for candidate in rest) for part in wanted)


def _agree(one: str, other: str, known: Tables) -> bool:
    if len(one) == 1 or len(other) == 1:
        return fold(one)[:1] == fold(other)[:1]
    forms = known.names.short_forms
    alike = not forms.get(fold(one), frozenset()).isdisjoint(forms.get(fold(other), ()))
    return alike or same_word(one, other)
