"""Two questions in one: "Who built the dam and when did it open?" is two that stand alone."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.tables import tables
from qa.people.mentions import Sort, mentions
from qa.text.patterns import one_of, regex
from qa.text.words import fold, words

_FEWEST_WORDS = 3
_MOST_PARTS = 3
_NOUN = r"\b(?:the|this|that|these|those)(?: (?!(?:{ends})\b)[\w'’-]+){{1,3}}"


def parts_of(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the questions that a text holds, each standing alone; none where it is one.

    A pronoun of a later question takes the name or noun of the one before, where there is one.
    """
    known = _patterns(language)
    both = known.both_words.match(text)
    if both:
        rest = both["rest"].rstrip(" ?.!")
        return tuple(_asked(f"{word} {rest}") for word in (both["one"], both["other"]))
    pieces = [piece.strip(" ,;") for piece in known.joint.split(text)]
    pieces = [piece for piece in pieces if piece]
    whole = all(len(words(piece)) >= _FEWEST_WORDS for piece in pieces)
    asked = all(known.begins.match(piece) for piece in pieces)
    if not (1 < len(pieces) <= _MOST_PARTS and whole and asked):
        return ()
    found = [_asked(pieces[0])]
    for piece in pieces[1:]:
        found.append(_asked(_with_names(piece, found[-1], known)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`joint` is what stands between two questions, `both_words` "when and where did ..."."""

    joint: re.Pattern[str]
    both_words: re.Pattern[str]
    begins: re.Pattern[str]
    pronoun: re.Pattern[str]
    noun: re.Pattern[str]
    language: str


@lru_cache
def _patterns(language: str) -> _Patterns:
    known = tables(language)
    ask, grammar = known.questions, known.grammar
    question, auxiliary = one_of(sorted(ask.words)), one_of(ask.auxiliaries)
    # A question of its own has its auxiliary first ("how did it fail"), a clause has not.
    goes_on = (
        rf"(?:who(?! (?:{auxiliary})\b) \w+(?:s|ed)\b|"
        rf"(?:(?:in|at|by|for|on) )?(?:(?:{question})|(?:what|which|how (?:many|much))"
        rf"(?: (?!(?:{one_of(sorted(grammar.pronouns))}|{auxiliary})\b)[\w'-]+){{1,3}}) "
        rf"(?:{auxiliary})\b)"
    )
    pronouns = {*grammar.pronoun_genders, *grammar.plural_pronouns, *grammar.neuter_pronouns}
    ends = {*grammar.prepositions, *grammar.conjunctions, *grammar.auxiliaries, *ask.verbs}
    return _Patterns(
        joint=regex(rf"\?\s+(?:and |but )?(?=\w)|,? (?:and|&|but|or) (?:also )?(?={goes_on})"),
        both_words=regex(
            rf"^(?P<one>when|where|why|how) (?:and|or) (?P<other>when|where|why|how) "
            rf"(?P<rest>(?:{auxiliary})\b.+)$"
        ),
        begins=regex(rf"^(?:(?:in|at|by|for|on|to|from) )?(?:{question}|{auxiliary})\b"),
        pronoun=regex(rf"\b(?P<p>{one_of(sorted(pronouns))})\b"),
        noun=regex(_NOUN.format(ends=one_of(sorted(ends - {"of"})))),
        language=language,
    )


def _asked(text: str) -> str:
    plain = text.strip(" ?.!,;")
    return f"{plain[:1].upper()}{plain[1:]}?"


def _with_names(piece: str, before: str, known: _Patterns) -> str:
    """Return a question with its first pronoun replaced by what the one before names."""
    found = known.pronoun.search(piece)
    if not found or mentions(piece[: found.start()].partition(" ")[2], known.language):
        return piece
    name = _named(fold(found["p"]), before, known)
    if name is None:
        return piece
    if _owns(found, piece, known.language):
        name += "'" if name.endswith("s") else "'s"
    return piece[: found.start()] + name + piece[found.end() :]


def _named(pronoun: str, before: str, known: _Patterns) -> str | None:
    person = pronoun in tables(known.language).grammar.pronoun_genders
    named = [m for m in mentions(before, known.language) if m.start > 0]
    people = {Sort.PERSON, Sort.NAME}
    fitting = [m.text for m in named if (m.sort in people) == person]
    if fitting or person:
        return fitting[-1] if fitting else None
    nouns = [match.group() for match in known.noun.finditer(before)]
    return nouns[-1] if nouns else None


def _owns(found: re.Match[str], piece: str, language: str) -> bool:
    grammar = tables(language).grammar
    word = fold(found["p"])
    if word not in grammar.possessive_pronouns:
        return False
    following = words(piece[found.end() :])
    return bool(following) and fold(following[0].text) not in (
        grammar.prepositions | grammar.conjunctions | grammar.auxiliaries
    )
