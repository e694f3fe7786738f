"""Lines that call on a reader to share, subscribe or read elsewhere, told by their wording."""

import re

_CALLS = re.compile(
    r"(?:advertis(?:ement|ing)|anzeige|publicité|publicidad|sponsored(?: content)?"
    r"|(?:share|tweet|email|print|save)(?: (?:this|on|via)(?: (?:article|story|page|post))?)?"
    r"|(?:skip|jump) to (?:main )?content|(?:view|show|hide|load|read) (?:all )?(?:more )?comments?"
    r"|\d+ comments?|leave a (?:reply|comment)|back to top|continue reading"
    r"|story continues below(?: advertisement)?|article continues (?:below|after)\b.{0,40}"
    r"|(?:all rights reserved|copyright ©|© (?:copyright )?\d{4})\b.{0,160}"
    r"|we use cookies\b.{0,400}|this (?:web)?site uses cookies\b.{0,400}"
    r"|enter your e-?mail(?: address)?\b.{0,80}|please enable javascript\b.{0,120})[.!:…]?",
    re.IGNORECASE,
)
_INVITATIONS = re.compile(
    r"(?:follow us|sign up (?:for|to)|subscribe (?:to|now|today)|click here|join (?:our|us)"
    r"|get (?:our|the) (?:newsletter|app)|download (?:our|the) app)\b.{0,160}",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 60
"""Of one without a link; a longer line is a sentence."""
_LONGEST_CALL = 500

_POINTERS = re.compile(
    r"\W{0,3}(?:related|read (?:more|next|also|too)|also read|see also|more (?:on|from|in)"
    r"|further reading|recommended|you (?:may|might) (?:also )?like|don['’]t miss|watch|listen"
    r"|lire aussi|à lire|mehr (?:zum|dazu|lesen)|lesen sie auch|siehe auch|lee también|leer más"
    r"|leggi anche|leia (?:mais|também)|читайте также)\b",
    re.IGNORECASE,
)
_POINTING_HEADING = re.compile(
    r"\W{0,3}(?:related(?: \w+){0,2}|read (?:more|next|also)|also read|see also"
    r"|more (?:on|from|in) .{1,30}|more (?:stories|news|coverage)|further reading"
    r"|recommended(?: \w+){0,2}|you (?:may|might) (?:also )?like|don['’]t miss"
    r"|lire aussi|à lire aussi|mehr zum thema|lesen sie auch|siehe auch|lee también|leggi anche"
    r"|leia (?:mais|também)|читайте также)\W{0,3}",
    re.IGNORECASE,
)


def is_call(text: str, *, is_linked: bool) -> bool:
    """Tell whether a whole line calls to share, subscribe, or the like."""
    if len(text) > _LONGEST_CALL:
        return False
    if _CALLS.fullmatch(text):
        return True
    is_brief = is_linked or len(text) <= _LONGEST_INVITATION
    return is_brief and _INVITATIONS.fullmatch(text) is not None


def points_elsewhere(text: str) -> bool:
    """Tell whether a line begins as those do that point to other articles."""
    return _POINTERS.match(text) is not None


def heads_pointers(text: str) -> bool:
    """Tell whether a whole line heads links to other articles."""
    return _POINTING_HEADING.fullmatch(text) is not None
