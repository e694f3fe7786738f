"""Where articles say who somebody is, or what something is ("Who is Tasos Georgelis?").

No reader is needed for these: an article introduces a name where it first stands, by an apposition
("Tasos Georgelis, deputy commissioner for sewers, said"), a title before it, or a plain sentence
("Tasos Georgelis is ..."). Such a sentence is evidence as sure as any that was read.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.citations import grow_to_sentences, trim
from qa.evidence.candidate import Candidate
from qa.evidence.forms.sure import SURE, put_sure
from qa.evidence.reading import hit_of_each
from qa.language.tables import tables
from qa.people.cast import cast_in
from qa.people.role_phrases import is_role, role_phrases

_WORDS = tables().introductions
_ASKED = re.compile(_WORDS.asked, re.I)
_MEANING = re.compile(_WORDS.asked_meaning, re.I)
_ARTICLE = re.compile(_WORDS.article, re.I)
_MOST = 6
"""Mentions of a name that are looked at, from the first one on."""
_REACH = 160
"""Characters around a name in which it is introduced."""
_FEWEST_INITIALS = 3
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*)){0,4}")


def name_asked(question: str) -> str | None:
    """Return whom or what a question asks to be introduced; None where it asks something else."""
    asked = " ".join(question.split())
    found = _ASKED.fullmatch(asked) or _MEANING.fullmatch(asked)
    name = found["name"].strip() if found else ""
    return name if name and _NAME.fullmatch(name) else None


def introduced(
    question: str, candidates: Sequence[Candidate], hits: Sequence[Hit]
) -> list[Candidate]:
    """Return the candidates, with those that introduce who or what is asked about as sure ones."""
    name = name_asked(question)
    found = list(candidates)
    if name is None:
        return found
    told_of = set[int]()
    for hit in hit_of_each(hits).values():
        introduction = _introduction(hit.article, name)
        if introduction is None:
            continue
        told_of.add(put_sure(found, hit, *introduction))
    return [one if not told_of or n in told_of else _behind(one) for n, one in enumerate(found)]


def _behind(one: Candidate) -> Candidate:
    """Return a sentence that introduces nobody, with less evidence than one that does."""
    most = SURE.evidence - 1
    return replace(one, read=replace(one.read, evidence=min(one.read.evidence, most)))


def _introduction(article: Article, name: str) -> tuple[Span, Span] | None:
    """Return the first sentence of an article that introduces a name, with the words that do."""
    text = article.text
    for full, common in _full_names(text, name):
        for start, end in _told(text, full, common=common):
            sentence = grow_to_sentences(article, start, end)
            if text.find("\n", *sentence) < 0:
                return sentence, (start, end)
    return None


def _full_names(text: str, name: str) -> Iterator[tuple[str, bool]]:
    """Yield the names that an article has for one asked about, and whether it is a common noun."""
    bare = _ARTICLE.sub("", name)
    known = cast_in(text)
    keys = tuple(bare.casefold().split())
    person = known.person(keys) if len(keys) == 1 else None
    if person is not None:
        yield person.name, False
    if bare.islower():
        forms = re.findall(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", text, re.I)
        if any(form.islower() for form in forms):
            yield from ((form, True) for form in dict.fromkeys(forms))
            return
    for one in dict.fromkeys((name, bare)):
        found = re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.I)
        if found is not None and not found[0].islower():
            yield found[0], False
    for person in known.by_surname.get(keys[-1], ()) if len(keys) > 1 else ():
        if person.keys[0] == keys[0]:  # Edward *Norton* Lorenz
            yield person.name, False


def _told(text: str, name: str, *, common: bool = False) -> Iterator[Span]:
    """Yield the words that say who or what a name is, or what a common noun means."""
    if name.isupper() and len(name) >= _FEWEST_INITIALS:
        yield from _expanded(text, name)
    role = "" if common else role_phrases(text, (name,))[0]
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for found in itertools.islice(pattern.finditer(text), _MOST):
        if not common:
            yield from _with_role(text, found.span(), role)
        yield from _explained(text, *found.span())
        if not common:
            yield from _called(text, found.span(), name)


def _with_role(text: str, at: Span, role: str) -> Iterator[Span]:
    """Yield a name with the role that the article gives it, where that stands near."""
    low, high = max(0, at[0] - _REACH), min(len(text), at[1] + _REACH)
    place = text.find(role, at[1], high) if role else -1
    if role and place < 0:
        place = text.rfind(role, low, at[0])
    if place >= 0:
        yield min(place, at[0]), max(place + len(role), at[1])


def _called(text: str, at: Span, name: str) -> Iterator[Span]:
    """Yield what a name stands beside: the words of its initials, an apposition, "is a ..."."""
    start, end = at
    high = min(len(text), end + _REACH)
    spelled = _spelled_out(text, start, name)
    if spelled is not None:
        yield spelled, end + 1
    beside = re.compile(_WORDS.beside).match(text, end, high)
    if beside is not None and _is_own(beside["role"]):
        yield start, beside.end("role")
    for rule in (_WORDS.is_one, _WORDS.apposed):
        plain = re.compile(rule).match(text, end, high)
        if plain is not None:
            yield start, plain.end("role")


def _explained(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words that say what a term means, or that something is called by it."""
    after = re.compile(_WORDS.glossed).match(text, end, min(len(text), end + 2 * _REACH))
    begins = not text[:start].rpartition("\n")[2].strip(' \t-•*“"')
    if after is not None and (begins or not after["headword"]):
        yield start, after.end("role")
    low = max(0, start - _REACH)
    before = re.compile(_WORDS.named_so + "$").search(text, low, start)
    if before is not None:
        at = max(text.rfind(mark, low, before.start()) for mark in (". ", "\n", "; ")) + 1
        yield trim(text, (max(at, low), end))


def _is_own(role: str) -> bool:
    """Whether words beside a name are its role, and not one that it has: "its Secretary"."""
    return role.split()[0].casefold() not in tables().grammar.possessive_pronouns and is_role(role)


def _expanded(text: str, name: str) -> Iterator[Span]:
    """Yield the first name in words whose initials are those asked for."""
    joined = r"(?: (?:[a-z]{1,3} )?)"
    words = joined.join(rf"{re.escape(letter)}[\w'’-]+" for letter in name)
    found = re.search(rf"(?<!\w){words}(?!\w)", text)
    if found is not None:
        yield found.span()


def _spelled_out(text: str, start: int, name: str) -> int | None:
    """Return where the words begin whose initials stand in parentheses: Harbour Board (*HB*)."""
    if not name.isupper() or text[max(0, start - 2) : start] != " (":
        return None
    words = list(re.finditer(r"[^\W\d_][\w'’-]*", text[max(0, start - _REACH) : start]))
    capitals = [one for one in words if one[0][0].isupper()][-len(name) :]
    if "".join(one[0][0] for one in capitals) != name:
        return None
    return max(0, start - _REACH) + capitals[0].start()
