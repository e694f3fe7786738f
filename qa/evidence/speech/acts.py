"""Who did by speaking what a question asks: "Who accused the referee?".

The sentence that says so needs no reader: whose cue is the verb that was asked, and which has all
that the question names, is evidence ("Siobhan Keele *accused* the referee of losing count").
"""

import re
from collections.abc import Sequence

from qa.evidence.candidate import Candidate, Read, at_least
from qa.evidence.speech.telling import act_asked, does
from qa.language.tables import tables
from qa.questions.question import Question
from qa.text.words import content_stems, fold, stem, stems, words

LIKELY = Read(evidence=2.5, answerable=2.5, answer_score=2.5)
"""The least logits of what says so itself; a reader that is surer has its own."""


def acted(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those that say who did what is asked as likely ones."""
    act = act_asked(question)
    if act is None or _is_denied(question.text):
        return list(candidates)
    sought = frozenset(content_stems(question.text)) - _forms(act)
    return [
        at_least(one, LIKELY) if sought and _says(one, act, sought) else one for one in candidates
    ]


def _says(one: Candidate, act: str, sought: frozenset[str]) -> bool:
    cue = one.statement.cue if one.statement and one.speaker else None
    if cue is None or not sought <= stems(one.text):
        return False
    told = one.article.text[slice(*cue)]
    known = tables("en").speech.verbs
    lemmas = {known[w].lemma for word in words(told) if (w := fold(word.text)) in known}
    return does(told, act) and lemmas == {act} and not _is_denied(told)  # *refused* to blame


def _is_denied(text: str) -> bool:
    negations = tables("en").grammar.negations
    plain = (re.sub(r"['’]", "", fold(word.text)) for word in words(text))
    return any(word in negations for word in plain)


def _forms(act: str) -> frozenset[str]:
    known = tables("en").speech.verbs
    return frozenset(stem(word) for word, verb in known.items() if verb.lemma == act)
