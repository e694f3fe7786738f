"""Patterns for the verbs of saying in questions, made from the one table of verbs.

What stands before a verb decides its form: what did she *say*, what has she *said*, what is she
*saying*. "How is the church seen by the state" has the wrong form and asks for nobody's words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.language.table_types import Tables
from qa.language.verbs import Asking, Form, SpeechVerb
from qa.text.patterns import one_of

_ALWAYS = frozenset([Asking.PLAIN, Asking.TOPICAL, Asking.SAID])
# A clause: "that the dam leaks", "that Iran ..."; not "that book".
_CLAUSE = (
    r" that (?:(?:{determiners}|he|she|it|they|we|you|i|there)\b|(?-i:[A-Z])|\d|"
    r"[\w'-]+ (?:{auxiliaries})\b|\S+(?: \S+){{2}})"
)
# To whom it was said: reminded *the voters* that ...
_ADDRESSEE = r"(?: (?!that\b)[\w'-]+){0,3}?"


@dataclass(frozen=True, slots=True)
class SpeechPatterns:
    """Makes patterns of verbs with the named groups `verb` and `maybe`.

    A verb that mostly tells of an act is matched only where "about" or "that" follows; `maybe` is
    matched where one tells of a view as often.
    """

    tables: Tables

    def after_what(self, *forms: Form) -> str:
        """Return a pattern for the verb of "What did she VERB about the dam?"."""
        about = rf" (?:{one_of(self.tables.questions.strictly_about)})\b"
        acts = self._tied(self._asking(Asking.ACT), forms, about)
        maybe = rf"(?P<maybe>{_words(self._views(), forms)})"
        return self._verb(acts, maybe, self.telling(*forms))

    def after_subject(self, *forms: Form) -> str:
        """Return a pattern for the verb of "Did she VERB that the dam leaks?"."""
        others = [*self._asking(Asking.ACT), *self._views()]
        return self._verb(self._tied(others, forms, self._clause()), self.telling(*forms))

    def after_who(self, *forms: Form) -> str:
        """Return a pattern for the verb of "Who VERBed that the dam leaks?"."""
        free = [one for one in self._entries() if one.who]
        others = [one for one in self._entries() if not one.who]
        return self._verb(_words(free, forms), self._tied(others, forms, self._clause()))

    def telling(self, *forms: Form) -> str:
        """Return the verbs that ask for words whatever follows, some with their particle."""
        with_particle = (
            rf"(?:{_words([one], forms)})(?= (?:{one_of(sorted(one.particles))})\b)"
            for one in self._asking(Asking.ACT)
            if one.needs_particle
        )
        return one_of([_words(self._asking(*_ALWAYS), forms), *with_particle])

    def _entries(self) -> Sequence[SpeechVerb]:
        return self.tables.speech.entries

    def _views(self) -> list[SpeechVerb]:
        return [*self.tables.speech.phrases, *self._asking(Asking.VIEW)]

    def _asking(self, *wanted: Asking) -> list[SpeechVerb]:
        return [one for one in self._entries() if one.asking in wanted]

    def _verb(self, *patterns: str) -> str:
        return rf"(?P<verb>{one_of(patterns)})\b{self._particles(self._entries())}"

    def _tied(self, entries: Sequence[SpeechVerb], forms: tuple[Form, ...], tie: str) -> str:
        """Return a pattern of verbs that count where `tie` follows them or the one spoken to."""
        particle = self._particles(entries)
        plain = _words([one for one in entries if not one.addressed], forms)
        addressed = _words([one for one in entries if one.addressed], forms)
        nobody = r"(?<!\byou )"  # "What do you know about it?" is said to the reader
        return (
            rf"{nobody}(?:{plain})(?={particle}{tie})|{nobody}(?:{addressed})(?={_ADDRESSEE}{tie})"
        )

    def _clause(self) -> str:
        return _CLAUSE.format(
            determiners=one_of(sorted(self.tables.grammar.determiners)),
            auxiliaries=one_of(self.tables.questions.auxiliaries),
        )

    def _particles(self, entries: Iterable[SpeechVerb]) -> str:
        ties = {word for phrase in self.tables.questions.about for word in phrase.split()}
        found = {word for one in entries for word in one.particles} - ties - {"it", "upon"}
        return rf"(?: (?:{one_of(sorted(found))})\b)?"


def _words(entries: Iterable[SpeechVerb], forms: tuple[Form, ...]) -> str:
    return one_of(dict.fromkeys(word for one in entries for word in one.words(*forms)))
