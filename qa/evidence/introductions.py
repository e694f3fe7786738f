"""Where articles say who somebody is, or what something is ("Who is Tasos Georgelis?").

No reader is needed for these: an article introduces a name where it first stands, by an apposition
("Tasos Georgelis, deputy commissioner for sewers, said"), a title before it, or a plain sentence
("Tasos Georgelis is ..."). Such a sentence is evidence as sure as any that was read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from qa.citations import grow_to_sentences
from qa.evidence.candidate import Candidate, Read
from qa.evidence.reading import unread
from qa.language.tables import tables
from qa.people.cast import cast_in
from qa.people.role_phrases import is_role, role_phrases

SURE = Read(evidence=5.0, answerable=5.0, answer_score=5.0)
"""The logits of what says so itself."""
_WORDS = tables().introductions
_ASKED = re.compile(_WORDS.asked, re.I)
_MOST = 6
"""Mentions of a name that are looked at, from the first one on."""
_REACH = 160
"""Characters around a name in which it is introduced."""
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*)){0,4}")


def name_asked(question: str) -> str | None:
    """Return whom or what a question asks to be introduced; None where it asks something else."""
    found = _ASKED.fullmatch(" ".join(question.split()))
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
    places = {(one.article.id, one.start, one.end): n for n, one in enumerate(found)}
    for hit in {hit.article.id: hit for hit in reversed(hits)}.values():
        introduction = _introduction(hit.article, name)
        if introduction is None:
            continue
        sentence, told = introduction
        read = replace(SURE, answer=told)
        place = places.get((hit.article.id, *sentence))
        if place is None:
            found.append(replace(unread(hit, sentence), read=read))
        else:
            found[place] = replace(found[place], read=read, statement=None, speaker=None)
    return found


def _introduction(article: Article, name: str) -> tuple[Span, Span] | None:
    """Return the first sentence of an article that introduces a name, with the words that do."""
    text = article.text
    for full in _full_names(text, name):
        for start, end in _told(text, full):
            sentence = grow_to_sentences(article, start, end)
            if text.find("\n", *sentence) < 0:
                return sentence, (start, end)
    return None


def _full_names(text: str, name: str) -> Iterator[str]:
    """Yield the names that an article has for one asked about, as it writes them."""
    bare = re.sub(r"(?i)^the ", "", name)
    known = cast_in(text)
    keys = tuple(bare.casefold().split())
    person = known.person(keys) if len(keys) == 1 else None
    if person is not None:
        yield person.name
    for one in dict.fromkeys((name, bare)):
        found = re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.I)
        if found is not None and not found[0].islower():
            yield found[0]
    for person in known.by_surname.get(keys[-1], ()) if len(keys) > 1 else ():
        if person.keys[0] == keys[0]:  # Edward *Norton* Lorenz
            yield person.name


def _told(text: str, name: str) -> Iterator[Span]:
    """Yield the words that say who or what a name is."""
    role = role_phrases(text, (name,))[0]
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for number, found in enumerate(pattern.finditer(text)):
        if number >= _MOST:
            return
        low, high = max(0, found.start() - _REACH), min(len(text), found.end() + _REACH)
        at = text.find(role, found.end(), high) if role else -1
        if role and at < 0:
            at = text.rfind(role, low, found.start())
        if at >= 0:
            yield min(at, found.start()), max(at + len(role), found.end())
        spelled = _spelled_out(text, found.start(), name)
        if spelled is not None:
            yield spelled, found.end() + 1
        beside = re.compile(_WORDS.beside).match(text, found.end(), high)
        if beside is not None and is_role(beside["role"]):
            yield found.start(), beside.end("role")
        for rule in (_WORDS.is_one, _WORDS.apposed):
            plain = re.compile(rule).match(text, found.end(), high)
            if plain is not None:
                yield found.start(), plain.end("role")


def _spelled_out(text: str, start: int, name: str) -> int | None:
    """Return where the words begin whose initials stand in parentheses: Harbour Board (*HB*)."""
    if not name.isupper() or text[max(0, start - 2) : start] != " (":
        return None
    words = list(re.finditer(r"[^\W\d_][\w'’-]*", text[max(0, start - _REACH) : start]))
    capitals = [one for one in words if one[0][0].isupper()][-len(name) :]
    if "".join(one[0][0] for one in capitals) != name:
        return None
    return max(0, start - _REACH) + capitals[0].start()
