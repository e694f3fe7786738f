"""Words of labels: offices and roles that speak, titles, and the fields of forms that do not."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FIELDS = _set(
    "note notes nb price prices cost costs fee fees where when what why who how which date "
    "dates time times venue place places location address phone tel telephone mobile email "
    "e-mail fax web website url link links contact contacts tickets ticket admission booking "
    "serves servings yield ingredients method preparation prep cook directions instructions "
    "step steps tip tips source sources caption photo photos photograph picture image figure "
    "fig table chart graphic correction corrections clarification update updates updated "
    "warning caution danger example examples summary abstract background introduction "
    "conclusion conclusions result results score scores pros cons for against verdict rating "
    "cast genre length runtime category tags topic topics related read see also more "
    "advertisement share total subtotal item quantity subject re from to cc bcc sent reply "
    "attachment attachments title author authors published publication copyright present "
    "apologies attendees attending attendance absent appearances between before after decision "
    "decided action actions motion resolved agenda chapter part section act scene setting "
    "characters verse chorus bridge monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december "
    "today tomorrow yesterday tonight now then first second third fourth fifth finally last "
    "next day week month year round lap inning period minute myth fact problem solution cause "
    "effect advantages disadvantages strengths weaknesses opportunities threats home away goals "
    "born died age height weight remember important however but and so yes no because meaning "
    "translation answer-key speakers members witnesses participants guests panellists panelists "
    "interpreters edited compiled colour color size model version type status name names team "
    "teams group claim coram hosts amendment amendments clause clauses bill order orders "
    "petition statement statements rule rules option options reason reasons point points lesson "
    "key bottom line quote quotes"
)
_OFFICES = _set(
    "host hosts moderator anchor announcer presenter interviewer interviewee narrator reporter "
    "journalist correspondent question answer questioner caller operator facilitator chair "
    "chairman chairwoman chairperson chairing convener president speaker comhairle officer "
    "minister premier secretary mayor judge justice court magistrate sheriff coroner registrar "
    "clerk witness counsel prosecutor prosecution defence defense defendant claimant plaintiff "
    "accused bailiff foreman usher interpreter translator doctor patient nurse teacher pupil "
    "student schoolmaster expert guest audience participant delegate ambassador governor "
    "senator senators deputy deputies member members hon. hon commissioner superintendent "
    "inspector sergeant constable captain general colonel director editor man woman boy girl "
    "voice voices resident farmer shopkeeper mother father son daughter person child schoolgirl "
    "schoolboy listener viewer reader spokesman spokeswoman spokesperson assessor staff crowd "
    "all several user assistant treasurer councillor councilor bishop pastor engineer analyst "
    "player coach manager"
)
_TITLES = _set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady madam madame mme hon rev revd "
    "reverend fr father sister pastor rabbi imam sheikh senator sen rep representative deputy "
    "congressman congresswoman governor gov mayor president judge justice sheriff minister "
    "secretary chairman chairwoman chair cllr councillor councilor supt superintendent insp "
    "inspector sgt sergeant dsp dci dcs det detective constable commissioner ambassador gen "
    "general col colonel lt lieutenant maj major capt captain adm admiral cmdr commander "
    "engineer smt shri janab nurse coach bishop archbishop cardinal mp speaker the"
)
_SMALL = _set(
    "of the for and in on at from to a an de da do du van von der den di la le al el ibn bin "
    "bint mac ap na af ten ter zu y e i with by who"
)
_PREPOSITIONS = _set("of for and in on at from to with by")
_COUNTED = _set("first second third fourth fifth last next")
_OPENINGS = _set("a an the another some several one two three unidentified unknown unnamed")
_NOT_SPEAKERS = _set("writes wrote said says asked asks adds added reads read put is was are were")


def _folded(label: str) -> list[str]:
    return [word.casefold().strip(".") for word in label.split()]


def ends_sentence(label: str) -> bool:
    """Whether a sentence ends within a label, which then is none: "He left. She added"."""
    return any(
        word.endswith(".") and len(word) > 4 and word.casefold().strip(".") not in _TITLES
        for word in label.split()[:-1]
    )


def is_field(label: str) -> bool:
    """Whether a label names a field of a form, recipe or list, not somebody: "Price", "Step 2"."""
    words = [word for word in _folded(label) if not word.isdigit()]
    if not words:
        return True
    named = [word for word in words if word not in _SMALL]
    if len(named) > 1 and named[0] in _COUNTED and named[-1] in _OFFICES:  # first caller
        return False
    if not named or (named[0] in _FIELDS and not is_title(label)):
        return True
    return named[-1] in _FIELDS - {
        "may",
        "august",
        "march",
        "april",
        "june",
        "day",
        "name",
        "names",
    }


def is_office(label: str) -> bool:
    """Whether a label names somebody by what he is: "THE COURT", "A man in the audience"."""
    return not _OFFICES.isdisjoint(word.casefold().strip(".'’") for word in label.split())


def describes_somebody(label: str) -> bool:
    """Whether a label tells in ordinary words who spoke: "A man who would not give his name"."""
    words = _folded(label)
    if len(words) > 12 or ends_sentence(label) or words[-1] in _NOT_SPEAKERS:
        return False
    from_hall = words[0] in {"question", "voice", "voices"} and words[1:2] in (["from"], ["by"])
    return is_office(label) and (len(words) == 1 or words[0] in _OPENINGS or from_hall)


def is_title(label: str) -> bool:
    """Whether a label begins with the title of a person, and a name or office follows it."""
    words = _folded(label)
    return len(words) > 1 and words[0] in _TITLES


def reports(role: str) -> bool:
    """Whether a label ends with a verb of a report, so that a sentence goes on after its colon."""
    return bool(role) and _folded(role)[-1] in _NOT_SPEAKERS


def names_somebody(label: str) -> bool:
    """Whether a label is written as a name or an office is: capitals, but for words between."""
    words = label.split()
    plain = [word.strip("'‘’“”\"") for word in words]
    capital = [word[:1].isupper() for word in plain]
    if not any(capital) or len(words) > 10 or ends_sentence(label):
        return False
    return (
        all(
            upper or word.isdigit() or word.casefold() in _SMALL
            for word, upper in zip(plain, capital, strict=True)
        )
        and plain[0].casefold() not in _PREPOSITIONS
    )
