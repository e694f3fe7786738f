"""Rules that turn an answerable question into one its passage does not answer.

Pure functions over text. Each rule keeps the question close to the passage and changes one thing:
a number, a year, a month, a name, a word for its opposite, or the polarity. A guard refuses
changes that might leave the question answerable: what is put in never stands in a sentence that
holds an answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.training.data import sentence_spans

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_PAIRS = """
largest smallest|biggest smallest|highest lowest|longest shortest|oldest youngest|most least
best worst|earliest latest|strongest weakest|fastest slowest|richest poorest|hottest coldest
larger smaller|bigger smaller|higher lower|longer shorter|older younger|more fewer|better worse
earlier later|stronger weaker|faster slower|richer poorer|greater lesser|maximum minimum
before after|above below|inside outside|north south|northern southern|east west|eastern western
northeast southwest|northwest southeast|first last|beginning end|began ended|begin end|start stop
started stopped|starts stops|increase decrease|increased decreased|increases decreases|rise fall
rose fell|win lose|won lost|wins loses|accept reject|accepted rejected|support oppose
supported opposed|supports opposes|allow forbid|allowed forbidden|allows forbids|buy sell
bought sold|open close|opened closed|enter leave|entered left|arrive depart|arrived departed
join leave|joined left|gain lose|gained lost|include exclude|included excluded|includes excludes
attack defend|attacked defended|build destroy|built destroyed|create destroy|created destroyed
like dislike|liked disliked|likes dislikes|love hate|loved hated|loves hates|hire fire|hired fired
public private|male female|men women|man woman|boy girl|husband wife|father mother|son daughter
brother sister|king queen|rich poor|young old|new old|good bad|positive negative|major minor
advantage disadvantage|advantages disadvantages|strength weakness|strengths weaknesses
cheap expensive|hard soft|hot cold|warm cold|wet dry|light heavy|heavy light|fast slow
easy difficult|internal external|import export|imports exports|imported exported|ancient modern
legal illegal|popular unpopular
common rare|successful unsuccessful|possible impossible|necessary unnecessary
always never|often rarely|many few|majority minority|pro con|happy sad|friend enemy|friends enemies
day night|morning evening|summer winter|birth death|born killed|died survived|married divorced
upper lower|left right|rural urban|civilian military|domestic foreign|permanent temporary
"""
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """who what when where which whose whom why how is are was were do does did has have had can
        could will would should may might must in on at of the a an and or to for from by with as
        after before during according if i it he she they we you his her their its this that these
        those there not name define describe give list about many much one two per into than""",
    )
)
_NAME = re.compile(
    r"\b[A-Z][\w'’.-]*\w(?:\s+(?:of|the|de|van|von)?\s?[A-Z][\w'’.-]*\w)*|\b[A-Z]{2,}\b"
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
_NEGATION = re.compile(r"\b(?:no|not|never|none|without|neither|except|unless)\b|n[’']t\b")
_POLARITY = re.compile(
    r"^(?P<head>(?:(?:what|who|which|where|when|why|how)\b).*?)"
    r"\b(?P<verb>is|are|was|were|did|does|do|can|could|will|would|should|has|have|had)\b",
    re.IGNORECASE,
)


def _antonyms() -> dict[str, str]:
    """Returns word -> opposite, both ways; the first pair that names a word wins."""
    table: dict[str, str] = {}
    for pair in re.split(r"[|\n]", _PAIRS.strip()):
        a, b = pair.split()
        table.setdefault(a, b)
        table.setdefault(b, a)
    return table


ANTONYMS: Mapping[str, str] = _antonyms()
_ANTONYM = re.compile(r"\b(" + "|".join(sorted(ANTONYMS, key=len, reverse=True)) + r")\b", re.I)


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    Attributes:
        question: The answerable question.
        passage: The passage that answers it.
        spans: (start, end) of its answers in the passage.
        names: Names from elsewhere in the same article or set.
    """

    question: str
    passage: str
    spans: Sequence[tuple[int, int]]
    names: Sequence[str] = ()

    def answer_sentences(self) -> str:
        """Returns the sentences that hold an answer, lower-cased."""
        held = [
            self.passage[a:b]
            for a, b in sentence_spans(self.passage)
            if any(s < b and e > a for s, e in self.spans)
        ]
        return " ".join(held).lower()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An unanswerable question and the rule that made it."""

    question: str
    rule: str


def contains_word(text: str, word: str) -> bool:
    """Whether `word` stands in `text` as whole words, whatever the case."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def names_in(text: str) -> list[str]:
    """Returns capitalised names in the text, without function words that open a sentence."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _FUNCTION_WORDS:
            words.pop(0)
        name = " ".join(words)
        if len(name) < 2 or name in MONTHS or name in WEEKDAYS:
            continue
        opens = text[: match.start()].rstrip()[-1:] in '.!?\n"“'
        if not (opens and name == match.group() and _maybe_common(name, text)):
            found[name] = None
    return list(found)


def _maybe_common(name: str, text: str) -> bool:
    """Whether a word that opens a sentence may be capitalised for that reason alone."""
    lowered = re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text)
    return " " not in name and (text.count(name) < 2 or lowered is not None)


def name_shape(name: str) -> str:
    """Returns a coarse type, so that like replaces like."""
    words = name.split()
    if len(words) == 1 and name.isupper():
        return "acronym"
    if len(words) == 1 and re.search(r"(?:ian|ish|ese|ean|ans|ch)$", name):
        return "demonym"
    return "word" if len(words) == 1 else "phrase"


def _replace(question: str, old: str, new: str) -> str:
    """Replaces the first whole-word `old`; keeps a lower-cased question lower-cased."""
    match = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", question, re.IGNORECASE)
    if match is None:
        return question
    seen = match.group()
    fitted = new.lower() if seen.islower() else new
    if seen[:1].isupper() and fitted[:1].islower():
        fitted = fitted[:1].upper() + fitted[1:]
    return question[: match.start()] + fitted + question[match.end() :]


def _swap_in_list(
    case: Case, words: Sequence[str], rng: random.Random, rule: str
) -> list[NearMiss]:
    held = case.answer_sentences()
    for word in rng.sample(list(words), len(words)):
        if not contains_word(case.question, word) or not contains_word(case.passage, word):
            continue
        others = [w for w in words if w != word and not contains_word(held, w)]
        if others:
            return [NearMiss(_replace(case.question, word, rng.choice(others)), rule)]
    return []


def swap_month(case: Case, rng: random.Random) -> list[NearMiss]:
    """Another month or weekday for one that question and passage share ("may" left alone)."""
    months = [m for m in MONTHS if m != "May"]
    return _swap_in_list(case, months, rng, "month") or _swap_in_list(case, WEEKDAYS, rng, "month")


def swap_number_word(case: Case, rng: random.Random) -> list[NearMiss]:
    """Another number word or ordinal for one that question and passage share."""
    return _swap_in_list(case, ORDINALS, rng, "number-word") or _swap_in_list(
        case, NUMBER_WORDS[1:], rng, "number-word"
    )


def swap_year(case: Case, rng: random.Random) -> list[NearMiss]:
    """Another year: one from elsewhere in the passage, or one near by."""
    years = [m.group() for m in _YEAR.finditer(case.question)]
    if not years:
        return []
    old, held = rng.choice(years), case.answer_sentences()
    pool = {m.group() for m in _YEAR.finditer(case.passage)}
    near = {str(int(old) + step) for step in (-40, -12, -7, -3, -2, -1, 1, 2, 3, 8, 15, 50)}
    drawn = pool if pool - {old} and rng.random() < 0.5 else near
    fresh = [y for y in sorted(drawn) if y not in case.question and y not in held]
    return [NearMiss(_replace(case.question, old, rng.choice(fresh)), "year")] if fresh else []


def swap_number(case: Case, rng: random.Random) -> list[NearMiss]:
    """Another number for one that question and passage share."""
    numbers = [m.group() for m in _NUMBER.finditer(case.question)]
    numbers = [n for n in numbers if contains_word(case.passage, n)]
    if not numbers:
        return []
    old, held = rng.choice(numbers), case.answer_sentences()
    value = float(old.replace(",", ""))
    fresh = {m.group() for m in _NUMBER.finditer(case.passage)}
    fresh |= {f"{round(value * k):,}" for k in (0.5, 1.5, 2, 3, 10)}
    fresh |= {f"{int(value) + k}" for k in (1, 2, 5)}
    kept = [n for n in sorted(fresh) if n != "0" and not contains_word(held + case.question, n)]
    return [NearMiss(_replace(case.question, old, rng.choice(kept)), "number")] if kept else []


def swap_name(case: Case, rng: random.Random) -> list[NearMiss]:
    """Another name of the same shape: from elsewhere in the passage, or from `case.names`."""
    inside = names_in(case.passage)
    shared = [n for n in inside if contains_word(case.question, n)]
    shared = [n for n in shared if len(n) > 2] or [
        n for n in names_in(case.question) if len(n) > 2 and contains_word(case.passage, n)
    ]
    if not shared:
        return []
    old, held = rng.choice(shared), case.answer_sentences()
    pools = [inside, list(case.names)]
    if rng.random() < 0.5:
        pools.reverse()
    for pool in pools:
        fits = [n for n in pool if name_shape(n) == name_shape(old) and _is_other(n, old, case)]
        fits = [n for n in fits if not contains_word(held, n)]
        if fits:
            return [NearMiss(_replace(case.question, old, rng.choice(fits)), "name")]
    return []


def _is_other(name: str, old: str, case: Case) -> bool:
    """Whether the name shares no word with the old one and is not in the question."""
    overlap = set(name.lower().split()) & set(old.lower().split())
    return not overlap and not contains_word(case.question, name)


def swap_antonym(case: Case, rng: random.Random) -> list[NearMiss]:
    """The opposite of a word that the question uses, unless the answer's sentence has it."""
    words = [m.group() for m in _ANTONYM.finditer(case.question)]
    held = case.answer_sentences()
    words = [w for w in words if not contains_word(held, ANTONYMS[w.lower()])]
    words = [w for w in words if not re.search(rf"\bhow {w}\b", case.question, re.IGNORECASE)]
    if not words:
        return []
    old = rng.choice(words)
    return [NearMiss(_replace(case.question, old, ANTONYMS[old.lower()]), "antonym")]


def negate(case: Case, rng: random.Random) -> list[NearMiss]:
    """A negation more or less, half the time; none where the answer's sentence has one."""
    if rng.random() < 0.5:
        return []
    found = re.search(r"\b(?:not|never)\s|n't\b", case.question)
    if found:
        changed = case.question[: found.start()] + case.question[found.end() :]
        return [NearMiss(changed, "negation")]
    match = _POLARITY.match(case.question)
    if match is None or _NEGATION.search(case.answer_sentences()):
        return []
    negated = _negated(match["head"].strip().lower(), match["verb"])
    if negated is None or not case.question[match.end() :].strip(" ?."):
        return []
    changed = case.question[: match.start("verb")] + negated + case.question[match.end("verb") :]
    return [NearMiss(changed, "negation")]


def _negated(head: str, verb: str) -> str | None:
    """Returns the verb with its negation, or None where the question would become open."""
    if head == "who":
        return f"{verb} not"
    if head in {"what", "which"} and verb.lower() in {"is", "are", "was", "were"}:
        return None
    return {"can": "can't", "will": "won't"}.get(verb.lower(), f"{verb}n't")


Rule = Callable[[Case, random.Random], list[NearMiss]]
RULES: tuple[tuple[Rule, float], ...] = (
    (swap_name, 3.0),
    (swap_year, 1.5),
    (swap_number, 1.0),
    (swap_number_word, 0.7),
    (swap_month, 1.0),
    (swap_antonym, 2.0),
    (negate, 0.7),
)
"""Rules with the weight by which one of the applicable ones is drawn."""


def near_misses(case: Case, rng: random.Random) -> list[NearMiss]:
    """Returns one near miss of each rule that applies, in order of `RULES`."""
    made = [miss for rule, _ in RULES for miss in rule(case, rng)]
    return [miss for miss in made if miss.question != case.question]


def near_miss(case: Case, rng: random.Random) -> NearMiss | None:
    """Returns one near miss, its rule drawn by weight, or None if no rule applies."""
    left = list(RULES)
    while left:
        rule, weight = rng.choices(left, [w for _, w in left])[0]
        made = [miss for miss in rule(case, rng) if miss.question != case.question]
        if made:
            return made[0]
        left.remove((rule, weight))
    return None
