"""What can be seen of an attribution: its cue, its speaker's words, what it reports."""

from collections.abc import Iterator, Sequence

from index.articles.statement import StatementKind
from qa.language.tables import tables
from qa.people.genders import is_people_noun, is_person_noun
from qa.people.names import Kind, kind_of, looks_like_name
from qa.statements.attributions import Attribution, Range
from qa.statements.plausibility.quoted import of_quotation
from qa.text.frames import CAPITAL, NUMBER, QUOTATION, WORD, Token
from qa.text.noun_phrases import DETERMINERS, PREPOSITIONS, PRONOUNS, is_adverb, is_function_word

_NAMES = tables("en").names
_GRAMMAR = tables("en").grammar
_DOCUMENTS = tables("en").speech.documents


def features_of(
    tokens: Sequence[Token],
    cue: Attribution,
    content: Range,
    kind: StatementKind,
    speaker: str | None,
    text: str = "",
) -> tuple[str, ...]:
    """Return what speaks for and against an attribution, each as a word or two.

    `text` is the article's, for the words of quotations.
    """
    lemma = cue.verb.lemma if cue.verb else tokens[cue.first].low
    sort = _sort(tokens, cue.subject)
    after = _looks(tokens, cue.end)
    form = cue.verb.form.value if cue.verb else "phrase"
    takes = cue.verb.takes.value if cue.verb else "phrase"
    found = [
        f"cue {lemma}",
        f"takes {takes}",
        f"form {form}",
        f"sort {sort}",
        f"after {after}",
        f"kind {kind.value}",
        f"{lemma} {kind.value}",
        f"{lemma} {form}",
        f"{lemma} before {after}",
        f"{takes} {form} {after}",
        f"{sort} {takes}",
        f"{sort} {form}",
        f"{sort} {kind.value}",
        f"{sort} {after}",
        *_of_cue(tokens, cue),
        *_of_subject(tokens, cue),
        *_of_content(tokens, content),
        *_of_speaker(speaker),
        *_of_sentence(tokens),
    ]
    quoted = next((t for t in tokens[content[0] : content[1]] if t.kind == QUOTATION), None)
    if quoted is not None and text:
        told = list(of_quotation(text[quoted.start : quoted.end]))
        found += (*told, *(f"{lemma} {one}" for one in told), *(f"{sort} {one}" for one in told))
    return tuple(dict.fromkeys(found))


def _of_cue(tokens: Sequence[Token], cue: Attribution) -> Iterator[str]:
    words = [token.low for token in tokens[cue.first : cue.end]]
    yield f"inverted {cue.inverted}"
    yield f"shared {cue.shared}"
    yield f"words in cue {min(len(words), 4)}"
    yield from (f"with {word}" for word in words[:-1] if is_function_word(word))
    form = cue.verb.form.value if cue.verb else "phrase"
    yield f"{form} just after {_looks(tokens, cue.first - 1)}"
    if cue.first == 0 or tokens[cue.first - 1].kind not in (WORD, CAPITAL):
        yield "cue begins"
    if tokens[cue.end - 1].kind == CAPITAL:
        yield "capital cue"


def _of_subject(tokens: Sequence[Token], cue: Attribution) -> Iterator[str]:
    if cue.subject is None:
        return
    first, end = cue.subject
    head = tokens[end - 1]
    yield f"head {head.low}" if head.kind == WORD else f"head is {head.kind}"
    yield f"words for speaker {min(end - first, 6)}"
    yield f"before speaker {_looks(tokens, first - 1)}"
    gap = cue.first - end
    yield f"gap {max(-2, min(gap, 6))}"
    if gap > 0:
        between = tokens[end : cue.first]
        yield f"between {between[0].kind if between[0].kind != WORD else between[0].low}"
        yield from ("relative" for t in between if t.low in _GRAMMAR.relative_pronouns)
    if any(token.kind == NUMBER for token in tokens[first:end]):
        yield "number in speaker"
    if tokens[first].low in DETERMINERS:
        yield f"determiner {tokens[first].low}"
    elif tokens[first].kind == CAPITAL and first == 0:
        yield "speaker begins"


def _of_content(tokens: Sequence[Token], content: Range) -> Iterator[str]:
    inside = tokens[content[0] : content[1]]
    yield f"length {min(len(inside).bit_length(), 6)}"
    yield f"content begins {_looks(tokens, content[0])}"
    lows = {token.low for token in inside}
    yield f"clause {not lows.isdisjoint(_GRAMMAR.auxiliaries | _GRAMMAR.be | _GRAMMAR.have)}"
    yield from (f"content has {low}" for low in ("i", "we", "you") if low in lows)


def _of_speaker(speaker: str | None) -> Iterator[str]:
    if speaker is None:
        yield "nobody"
        return
    sort = kind_of(speaker)
    yield f"name {sort.value if sort else None} {looks_like_name(speaker)}"
    yield f"words of name {min(len(speaker.split()), 4)}"
    if sort is Kind.PERSON and len(speaker.split()) > 1:
        given = speaker.split()[0].casefold()
        yield f"given name {_NAMES.gender_of(given) is not None}"


def _of_sentence(tokens: Sequence[Token]) -> Iterator[str]:
    lows = {token.low for token in tokens}
    yield from (f"sentence has {low}" for low in ("i", "we", "you", "your", "can") if low in lows)
    yield f"quoted {any(token.kind == QUOTATION for token in tokens)}"
    marks = {token.kind for token in tokens}
    yield from (f"mark {mark}" for mark in "|[]{}=^/_•" if mark in marks)
    if tokens and tokens[-1].kind == "?":
        yield "asks"
    if not tokens or tokens[-1].kind not in (".", "!", "?", QUOTATION):
        yield "no end"


def _sort(tokens: Sequence[Token], subject: Range | None) -> str:
    """Return what the words for a speaker are: a name, a person, a body, a thing, a pronoun."""
    if subject is None:
        return "none"
    inside = tokens[subject[0] : subject[1]]
    head = inside[-1]
    if head.low in PRONOUNS:
        return head.low
    if any(token.kind == CAPITAL for token in inside[1:]) or (
        head.kind == CAPITAL and subject[0] > 0
    ):
        bodies = any(token.low in _NAMES.bodies for token in inside)
        return "body's name" if bodies else "name"
    nouns = [token.low for token in inside if token.kind in (WORD, CAPITAL)]
    if any(is_person_noun(low, _NAMES) for low in nouns[-1:]):
        return "person"
    if any(is_people_noun(low, _NAMES) for low in nouns):
        return "people"
    if any(low in _DOCUMENTS for low in nouns[-1:]):
        return "document"
    if any(low in _NAMES.bodies for low in nouns):
        return "body"
    return "begins" if head.kind == CAPITAL else "thing"


def _looks(tokens: Sequence[Token], place: int) -> str:
    if not 0 <= place < len(tokens):
        return "edge"
    token = tokens[place]
    if token.kind not in (WORD, CAPITAL):
        return token.kind
    if token.low in ("that", "to", "about", "as", "by", "with", "for", "of", "on", "in"):
        return token.low
    if token.low in _GRAMMAR.relative_pronouns or token.low in ("how", "why", "when", "where"):
        return "wh"
    for name, words in (("det", DETERMINERS), ("prep", PREPOSITIONS), ("pron", PRONOUNS)):
        if token.low in words:
            return name
    if is_adverb(token):
        return "adverb"
    return "name" if token.kind == CAPITAL else "word"
