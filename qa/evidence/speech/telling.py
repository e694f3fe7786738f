"""Whether a sentence of the narrator's tells what somebody said or did by speaking. Pure.

"He would not be drawn, except to say that the survey made sobering reading" is nobody's statement
and tells what he said; "Moss was born in Ayr" does not. "The union apologised" answers who did.
"""

from collections.abc import Sequence
from functools import lru_cache

from qa.answers import Kind
from qa.evidence.candidate import Candidate
from qa.language.tables import tables
from qa.language.verbs import Asking, Takes
from qa.people.known.descriptions import described
from qa.people.names import looks_like_name
from qa.questions.question import Asks, Question
from qa.text.quotation_marks import find_quotations
from qa.text.words import fold, stem, stems, words


def tells_words_of(candidate: Candidate, names: Sequence[str]) -> bool:
    """Whether a sentence names one of these, or means somebody, and tells of what is said."""
    return _means_one_of(candidate.text, names) and _tells_of_words(candidate.text)


def act_asked(question: Question) -> str | None:
    """Return the verb of "Who criticised the plan?", its base form.

    None where a question asks for no act of speaking that takes a thing for its object: who *said*
    something is whoever's words these are.
    """
    if question.speakers or question.asks is not Asks.PERSON:
        return None
    if question.kind not in {Kind.WHO_SAID, Kind.FACT}:
        return None
    known = tables("en").speech.verbs
    found = next((known[w] for one in words(question.text) if (w := fold(one.text)) in known), None)
    return found.lemma if found and found.takes is Takes.OBJECT else None


def does(text: str, act: str) -> bool:
    """Whether a text has a verb in any form."""
    known = tables("en").speech.verbs
    return any(one.lemma == act for w in words(text) if (one := known.get(fold(w.text))))


def _means_one_of(text: str, names: Sequence[str]) -> bool:
    held = stems(text)
    capitals = frozenset(stem(word.text) for word in words(text) if word.text[:1].isupper())
    for name in names:
        if not (capitals if looks_like_name(name) else held).isdisjoint(_naming(name)):
            return True
    grammar = tables("en").grammar
    he_or_she = grammar.pronouns & set(grammar.pronoun_genders)
    return any(fold(word.text) in he_or_she for word in words(text))


def _tells_of_words(text: str) -> bool:
    if any(True for _ in find_quotations(text)):
        return True
    return any(fold(word.text) in _verbs() for word in words(text))


def _naming(name: str) -> frozenset[str]:
    """Return the stems that name somebody: of a name its last word, of a role its noun."""
    heads = frozenset[str]() if looks_like_name(name) else described(name).heads
    found = words(name)
    return heads or frozenset(stem(word.text) for word in found[-1:])


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """Return all forms of the verbs that ask for words, without those that tell of acts."""
    entries = tables("en").speech.entries
    told = (one for one in entries if one.asking is not Asking.ACT)
    return frozenset(word for one in told for word, _ in one.forms)
