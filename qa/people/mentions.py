"""What a text mentions that a later pronoun can mean: people, groups, things, by their shape.

No model and no dictionary of the world: capitals, titles, common given names and the words that
organisations are made of.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa.language.en.given_names import gender_of
from qa.people.matching import PARTICLES, TITLES
from qa.text.words import STOP_WORDS, fold, words


class Sort(StrEnum):
    """What a mention can be; `NAME` is a name of which nothing more is known."""

    PERSON = "person"
    GROUP = "group"
    THING = "thing"
    PLACE = "place"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that name somebody or something.

    `gender` is "m", "f" or "" when the words do not say; `sure` is whether a person is one by more
    than the shape of the name; `first` is true for the first name of the text when the text opens
    with it, which is mostly what the text is about; `acts` is whether a verb follows at once.
    """

    text: str
    sort: Sort
    start: int
    gender: str = ""
    sure: bool = False
    first: bool = False
    acts: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two mentions the same."""
        return tuple(fold(w.text) for w in words(self.text) if fold(w.text) != "the")


_GROUP_WORDS = frozenset(
    """agency alliance army assembly association authority band bank board brothers bureau cabinet
    club college commission committee community company confederation congress corporation council
    court crew department embassy family federation fleet force forces foundation government group
    guild hospital house institute jury league mission ministry movement nations network office
    opposition orchestra organisation organization parliament party police press school senate
    service society staff team treasury tribe union university watchdog workers inc ltd corp
    nato csto un eu""".split()
)
_PLURAL_PEOPLE = re.compile(
    r"\b(?:(?:the|all|many|some|most|its|their|these|those) (?:(?-i:[a-z]+) )?|"
    r"(?:other|local|foreign|former|young|old|prime) )?"
    r"(?:ministers|members|residents|farmers|fishers|nurses|doctors|workers|"
    r"teachers|parents|children|critics|experts|officials|voters|observers|passengers|drivers|"
    r"scientists|researchers|volunteers|students|leaders|presidents|countries|states|companies|"
    r"unions|parties|people|women|men|refugees|soldiers|troops|neighbours|neighbors|opponents|"
    r"supporters|authorities|fans|brothers|sisters|brewers|owners|tenants|patients|families|"
    r"delegates|judges|lawyers|economists|analysts|banks|regulators|fishermen|boats|trams|trains)\b",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(
    r"\b(?:the|this|that) (?:[a-z]+ )?(?:band|group|team|company|council|committee|commission|"
    r"board|government|ministry|party|union|court|jury|panel|police|authority|crew|couple|family|alliance|"
    r"opposition|parliament|club|firm|agency|choir|orchestra|delegation|coalition)\b(?!['’]|-)"
)
_PLACES = frozenset(
    """island islands city county river lake street road bridge valley coast sea mountain mountains
    bay cape square park harbour harbor airport station province""".split()
)
_CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_CAP = (
    r"(?:(?:Adm|Capt|Col|Dr|Fr|Gen|Gov|Hon|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Rev|Sen|Sgt|St)\.|"
    r"[A-Z\u00c0-\u00de\u0400-\u042f][\w’'.&-]*\w|[A-Z]\.|[A-Z])"
)
_LINK = "(?:" + "|".join(("of", "of the", "for", "and the", "on the", *sorted(PARTICLES))) + ")"
_NAME = re.compile(rf"(?<![\w’'])(?:(?P<the>[Tt]he) )?(?P<name>{_CAP}(?:(?: {_LINK})? {_CAP})*)")
_TITLE = re.compile(r"[“\"«„](?P<title>[A-Z0-9][^”\"»“]{2,70})[”\"»“]")
_PAIR = re.compile(r"^,? (?:and|&) (?:the )?$")
_IN = re.compile(r"\b(?:in|at|near|outside|around|into|across) (?:the )?$", re.IGNORECASE)
_ACTS = re.compile(
    r"^(?:'s|’s)?,? (?:\w+ly )?(?:said|says|argued|warned|told|thinks?|thought|believes?|was born|"
    r"married|died|explained|added|wrote|grew up|replied|insisted|denied|admitted|claimed|joked|"
    r"recalled|stated|felt|decided|moved|attended|studied|earned|starred|enrolled|graduated|"
    r"himself|herself)\b"
)
_DOES = re.compile(
    r"^(?:,? (?:\w+ly|also|later|then|first|once|soon|never|still|again|nearly))? "
    r"(?:was|is|were|has|had|did|does|would|could|will|can|may|might|should|must|became|began|broke|"
    r"brought|built|came|chose|drew|felt|found|gave|got|grew|heard|held|kept|knew|led|left|lost|made|"
    r"met|paid|put|ran|sang|saw|sent|set|shot|sold|spent|spoke|stood|swore|taught|took|told|went|won|"
    r"wrote|\w{2,}ed)\b(?! by\b)"
)
_MAKES_NO_NAME = re.compile(r"(?:ing|ed|ly|s)$")
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|\n|[“\"(]\s*)$")
_OPENING = 40
_POSSESSIVE = re.compile(r"['’]s?$")


def mentions(text: str) -> list[Mention]:
    """Return what the text names, in order; two names joined by "and" are a group as well."""
    titles = [
        Mention(text=m["title"].strip(" ,."), sort=Sort.THING, start=m.start("title"))
        for m in _TITLE.finditer(text)
        if len(m["title"].split()) < 8
    ]
    covered = [(m.start, m.start + len(m.text)) for m in titles]
    named = [m for m in _names(text) if not any(s <= m.start < e for s, e in covered)]
    groups = [
        Mention(text=m.group().strip(), sort=Sort.GROUP, start=m.start())
        for pattern in (_PLURAL_PEOPLE, _COLLECTIVE)
        for m in pattern.finditer(text)
    ]
    return sorted([*titles, *named, *_pairs(text, named), *groups], key=lambda m: m.start)


def _names(text: str) -> Iterator[Mention]:
    first = True
    for found in _NAME.finditer(text):
        name, start = _without_lead(text, found)
        if not name:
            continue
        before, after = text[:start], text[start + len(name) :]
        yield Mention(
            text=name,
            sort=_sort(name, before, after),
            start=start,
            gender=_gender(name, before),
            sure=_is_surely_person(name, before, after),
            first=first and len(before) < _OPENING,
            acts=bool(_DOES.match(after)),
        )
        first = False


def _without_lead(text: str, found: re.Match[str]) -> tuple[str, int]:
    """Return the name without a sentence's first word that has its capital only from there."""
    name, start = found["name"], found.start("name")
    starts = bool(_STARTS.search(text[:start]))
    tokens = name.split(" ")
    while tokens and _is_plain(
        tokens[0], starts=starts, alone=len(tokens) == 1, text=text, found=found
    ):
        start += len(tokens[0]) + 1
        tokens = tokens[1:]
        starts = False
    while tokens and (tokens[-1].casefold() in {"of", "the", "for", "and", "on"}):
        tokens = tokens[:-1]
    name = _POSSESSIVE.sub("", " ".join(tokens)).rstrip(".,") if tokens else ""
    if name and found["the"] and start == found.start("name"):
        return f"{found['the'].lower()} {name}", found.start("the")
    return name, start


def _is_plain(token: str, *, starts: bool, alone: bool, text: str, found: re.Match[str]) -> bool:
    plain = fold(token)
    if plain in STOP_WORDS or plain in _CALENDAR:
        return True
    if not starts or not alone or token.isupper() or gender_of(plain):
        return False
    after = text[found.end() :]
    if _ACTS.match(after) or _POSSESSIVE.search(token):
        return False
    return bool(_MAKES_NO_NAME.search(plain)) or not _DOES.match(after)


def _sort(name: str, before: str, after: str) -> Sort:
    parts = [fold(w.text) for w in words(name)]
    if any(part in _GROUP_WORDS for part in parts):
        return Sort.GROUP
    if parts[-1] in _PLACES:
        return Sort.PLACE
    if name.startswith("the "):
        return Sort.GROUP if name.endswith("s") else Sort.THING
    if _is_surely_person(name, before, after):
        return Sort.PERSON
    if name.isupper() and len(name) > 1:
        return Sort.GROUP
    if _IN.search(before):
        return Sort.PLACE
    plain = 2 <= len(parts) <= 3 and not re.search(r"\b(?:of|for|and|the)\b|-[a-z]", name)
    return Sort.PERSON if plain else Sort.NAME


def _is_surely_person(name: str, before: str, after: str) -> bool:
    parts = [fold(w.text) for w in words(name)]
    previous = fold(before.split()[-1]) if before.split() else ""
    if parts[0] in TITLES or previous in TITLES - {"the", "state", "health"}:
        return True
    return gender_of(parts[0]) is not None or bool(_ACTS.match(after))


def _gender(name: str, before: str) -> str:
    parts = [fold(w.text) for w in words(name)]
    lead = {parts[0], fold(before.split()[-1]) if before.split() else ""}
    if lead & {"mr", "sir", "king", "prince", "father", "lord"}:
        return "m"
    if lead & {"mrs", "ms", "miss", "queen", "princess", "sister", "lady", "dame", "chairwoman"}:
        return "f"
    return (gender_of(parts[0]) or "").strip("?")


def _pairs(text: str, named: list[Mention]) -> Iterator[Mention]:
    for one, other in itertools.pairwise(named):
        end = one.start + len(one.text)
        if _PAIR.match(text[end : other.start]) or text[end : other.start].strip() in {"and", "&"}:
            whole = text[one.start : other.start + len(other.text)]
            yield Mention(text=whole, sort=Sort.GROUP, start=one.start)
