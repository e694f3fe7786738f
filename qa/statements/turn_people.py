"""Who is named in a transcript, and by what names and roles."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from index.articles.label_words import is_office, is_title
from index.articles.turns import Turn
from qa.language.tables import tables
from qa.text.words import fold

_WORD = re.compile(r"['‘’“\"]?[^\W\d_](?:[\w'’-]*\w)?\.?[”\"]?")
_SENTENCE_END = frozenset(".!?:\n")
_IN_PARENTHESES = re.compile(r"[ ]?\(([^()\n]{1,60})\)")
_AFTER_COMMA = re.compile(r",[ ]([^,;.()\n]{2,60})")
_IS = re.compile(r"[ ](?:is|was)[ ](?:the |a |an |our )?([^,;.()\n]{2,60})")
_ACTS_FOR = re.compile(r",?[ ](for the [^,;.()\n]{2,40})[.;,\n]")
_BEFORE = re.compile(r"([^.;:()\n]{2,60}?),?[ ]$")
_FIELD = re.compile(r"([^\W\d_][^:.;()\n]{1,40}):[ ]$")
_LAST_WORD = re.compile(r"(?P<open>\(?)(?P<word>[^\W\d_][\w'’-]*\.?)[ ]$")
_OF = re.compile(r"\b(?:of|for)[ ]$")
_CLAUSE = 70


@dataclass(slots=True)
class Present:
    """Somebody named in a text: the fullest name, its folded words, and what else is told.

    `listed` is whether the name stands before the first turn or in a label.
    """

    name: str
    parts: tuple[str, ...]
    gender: str | None = None
    listed: bool = False
    times: int = 0
    roles: list[str] = field(default_factory=list)

    @property
    def initials(self) -> str:
        """The first letters of all words and of the parts of hyphenated ones."""
        return "".join(piece[0] for part in self.parts for piece in part.split("-") if piece)


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    name: str
    parts: tuple[str, ...]
    titles: tuple[str, ...]


def people_named(text: str, turns: Sequence[Turn]) -> list[Present]:
    """Return whom a transcript names by more than one word or with a title, in labels too."""
    found: dict[tuple[str, ...], Present] = {}
    small = frozenset(re.findall(r"(?<![\w'’-])[a-zß-öø-ÿ][\w'’-]*", text))
    first = turns[0].label[0] if turns and turns[0].label else (turns[0].start if turns else 0)
    labels = [turn.label for turn in turns if turn.label]
    spoken = {turn.start for turn in turns}
    for run in _runs(text, small, spoken):
        label = next_label(labels, run.start)
        inside = label is not None and label[0] <= run.start < label[1]
        person = _entered(found, run)
        person.times += 1
        person.listed = person.listed or run.start < first or inside
        edge = label[0] if inside and label else _edge(run.start, spoken)
        person.roles += _roles(text, run, edge)
        person.roles += [title for title in run.titles if is_office(title)]
        if len(run.titles) > 1:
            person.roles.append(" ".join(run.titles))
    return list(found.values())


def _edge(start: int, spoken: Set[int]) -> int:
    """Return before which place nothing tells a role: the label of a turn that a name opens."""
    return next((place for place in range(start, max(-1, start - 12), -1) if place in spoken), 0)


def next_label(labels: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """Return the first label that ends after `place`."""
    low, high = 0, len(labels)
    while low < high:
        middle = (low + high) // 2
        if labels[middle][1] > place:
            high = middle
        else:
            low = middle + 1
    return labels[low] if low < len(labels) else None


def _entered(found: dict[tuple[str, ...], Present], run: _Run) -> Present:
    person = found.get(run.parts)
    if person is None:
        person = found[run.parts] = Present(ordinary_case(run.name), run.parts)
    elif person.name != run.name and not run.name.isupper() and not _has_shouted(run.name):
        person.name = run.name
    known = tables("en").names
    if not known.female_titles.isdisjoint(run.titles):
        person.gender = "f"
    elif not known.male_titles.isdisjoint(run.titles):
        person.gender = "m"
    if person.gender is None and len(run.parts) > 1:
        given = known.gender_of(run.parts[0])
        person.gender = given if given in {"f", "m"} else None
    return person


def _has_shouted(name: str) -> bool:
    return any(len(word) > 2 and word.strip(".").isupper() for word in name.split())


# Names in a text ----------------------------------------------------------------------------------


def names_in(text: str) -> list[str]:
    """Return the names in a few words, such as those in parentheses in a label."""
    return [ordinary_case(run.name) for run in _runs(text, frozenset(), frozenset())]


def _runs(text: str, small: Set[str], breaks: Set[int]) -> Iterator[_Run]:
    """Yield names; `small` are words that are written small elsewhere, at `breaks` none goes on."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and (word.start() in breaks or not _goes_on(text, run, word)):
            yield from _as_run(text, run, small)
            run = []
        if run or _is_capital(word[0]):
            run.append(word)
    yield from _as_run(text, run, small)


def _goes_on(text: str, run: Sequence[re.Match[str]], word: re.Match[str]) -> bool:
    last = run[-1]
    if text[last.end() : word.start()] not in {" ", "\u00a0"} or len(run) > 8:
        return False
    stopped = last[0].endswith(".") and not _is_abbreviated(last[0])
    if stopped or (_is_courtesy(word[0]) and not _is_courtesy(last[0])):
        return False
    return _is_capital(word[0]) or word[0].casefold() in tables("en").names.particles


def _is_capital(word: str) -> bool:
    return word.lstrip("'‘’“\"")[:1].isupper()


def _is_courtesy(word: str) -> bool:
    return word.casefold().strip(".") in tables("en").names.courtesy_titles


def _is_abbreviated(word: str) -> bool:
    plain = word.strip(".").casefold()
    return len(plain) == 1 or is_title(f"{plain} x")


def _as_run(text: str, run: Sequence[re.Match[str]], small: Set[str]) -> Iterator[_Run]:
    words = list(run)
    titles: list[str] = []
    known = tables("en").names
    while words and words[-1][0].casefold() in known.particles and not _is_capital(words[-1][0]):
        words.pop()
    stops = tables("en").grammar.stop_words
    while len(words) > 1 and words[0][0].casefold() in stops:
        words.pop(0)
    while words and _is_title_word(words[0][0]) and (len(words) > 1 or titles):
        titles.append(words.pop(0)[0].casefold().strip("."))
    if (
        len(words) > 2
        and not titles
        and _OF.search(text, max(0, words[0].start() - 5), words[0].start())
    ):
        words.pop(0)
    if len(words) > 1 and not titles and _opens(text, words[0], small):
        words.pop(0)
    if not words or (len(words) < 2 and not titles):
        return
    parts = tuple(_bare(fold(word[0].strip(".“”\"'‘’"))) for word in words)
    if not known.bodies.isdisjoint(parts) or all(
        _is_title_word(word[0]) or is_office(word[0]) for word in words
    ):
        return
    start, end = words[0].start(), words[-1].end()
    name = text[start:end].rstrip(".") if len(words[-1][0]) > 2 else text[start:end]
    name = _bare(name)
    yield _Run(start, end, " ".join(name.split()), parts, tuple(titles))


def _bare(name: str) -> str:
    """Return a name without the 's of an owner."""
    return name[:-2] if name.endswith(("'s", "’s")) and len(name) > 4 else name


def _is_title_word(word: str) -> bool:
    return is_title(f"{word} x") or word.casefold().strip(".") in tables("en").names.titles


def _opens(text: str, word: re.Match[str], small: Set[str]) -> bool:
    """Whether a word is capitalised because a sentence begins with it."""
    before = text[: word.start()][-3:].rstrip(' “"(')
    opens = not before or before[-1] in _SENTENCE_END
    return (
        opens
        and word[0].casefold() in small
        and tables("en").names.gender_of(word[0].casefold()) is None
    )


# Roles --------------------------------------------------------------------------------------------


def _roles(text: str, run: _Run, edge: int) -> Iterator[str]:
    after = text[run.end : run.end + _CLAUSE + 4]
    for pattern in (_IN_PARENTHESES, _AFTER_COMMA, _IS, _ACTS_FOR):
        found = pattern.match(after)
        if found and pattern is _ACTS_FOR:
            yield f"counsel {found[1].strip()}"
        elif found and (pattern is _IN_PARENTHESES or _says_role(found[1])):
            yield found[1].strip()
    left = max(0, run.start - _CLAUSE, edge)
    before = _without_titles(text[left : run.start])
    for pattern in (_FIELD, _BEFORE):
        found = pattern.search(before)
        if found and found[1].startswith("For "):
            yield f"counsel {found[1].strip().lower()}"
        elif found and is_office(found[1]):
            yield found[1].strip()
    opened = re.search(r"([^.;:()\n]{2,60})[ ]\($", before)
    if opened and text[run.end : run.end + 1] == ")":
        yield opened[1].strip()


def _says_role(words: str) -> bool:
    return words[0].islower() or words.isdigit() or is_office(words)


def _without_titles(before: str) -> str:
    while found := _LAST_WORD.search(before):
        if not _is_title_word(found["word"]):
            break
        before = before[: found.start()] + found["open"]
    return before


# Letters ------------------------------------------------------------------------------------------


def ordinary_case(name: str) -> str:
    """Return a name in capitals as names are written: "ADA O'BRIEN" becomes Ada O'Brien."""
    return " ".join(_ordinary(word) for word in name.split())


def _ordinary(word: str) -> str:
    letters = [letter for letter in word if letter.isalpha()]
    if len(letters) < 2 or not all(letter.isupper() for letter in letters) or word.count(".") > 1:
        return word
    pieces = re.split(r"([-'’“\"])", word)
    return "".join(piece[:1] + piece[1:].lower() for piece in pieces)


def fits(parts: Sequence[str], person: Present) -> bool:
    """Whether words of a label can mean somebody: in order, initials for names they begin."""
    if not parts or not person.parts:
        return False
    if len(parts) == 1:
        word = parts[0]
        return word in person.parts or any(word in part.split("-") for part in person.parts[-1:])
    rest: Iterable[str] = iter(person.parts)
    return all(any(_agrees(part, other) for other in rest) for part in parts)


def _agrees(part: str, other: str) -> bool:
    if len(part) == 1 or len(other) == 1:
        return part[:1] == other[:1]
    return part == other
