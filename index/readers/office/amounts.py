"""Numbers in cells as a sheet shows them: days, percentages, amounts."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "d",
    15: "d", 16: "d", 17: "d", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "d h:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 48: "0.0E+0",
}  # fmt: skip
"""Format codes that files name by number alone; `d` stands for any form of a day."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_BRACKETS = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_DAYS = re.compile(r"[dy]|\bm{3,}", re.IGNORECASE)
_TIMES = re.compile(r"[hs]", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,. ]*")
_FRACTION = re.compile(r"[#?0]+/[#?0-9]+")
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31 December 9999
_SIGNIFICANT = 11  # digits that a cell without a format shows


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers are shown; `before` and `after` are what stands around the digits."""

    is_day: bool = False
    is_time: bool = False
    decimals: int | None = None
    grouped: bool = False
    percent: bool = False
    scale: int = 0
    before: str = ""
    after: str = ""
    is_empty: bool = False


def shown(number: float, code: str, *, from_1904: bool = False) -> str:
    """Return a number as its cell shows it; days and times in the form of ISO 8601.

    Args:
        number: that the cell holds.
        code: of the format, as sheets write it.
        from_1904: whether days are counted from 1904, as old Macintoshes did.
    """
    parts = _sections(code)
    section = 1 if number < 0 and len(parts) > 1 else 2 if number == 0 and len(parts) > 2 else 0
    form = _form(parts[section])
    if form.is_empty:
        return ""
    if (form.is_day or form.is_time) and 0 <= number <= _LAST_DAY:
        return _moment(number, form, from_1904=from_1904)
    amount = abs(number) if section == 1 else number
    return _amount(amount, form)


def built_in(identifier: int) -> str:
    """Return the code of a format that files name by its number."""
    return _BUILT_IN.get(identifier, "General")


def _amount(number: float, form: _Form) -> str:
    if form.decimals is None:
        digits = _general(number)
    else:
        scaled = number * (100 if form.percent else 1) / 1000**form.scale
        digits = f"{scaled:{',' if form.grouped else ''}.{form.decimals}f}"
    if digits.startswith("-"):
        return f"-{form.before}{digits[1:]}{form.after}"
    return f"{form.before}{digits}{form.after}"


def _general(number: float) -> str:
    if number == int(number) and abs(number) < 10**_SIGNIFICANT:
        return str(int(number))
    return f"{number:.{_SIGNIFICANT - 1}g}"


def _moment(number: float, form: _Form, *, from_1904: bool) -> str:
    if form.is_time and not form.is_day:
        seconds = round(number * 86_400)
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours}:{minutes:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(number * 86_400))
    day = moment.date().isoformat()
    return f"{day} {moment:%H:%M}" if form.is_time else day


def _sections(code: str) -> list[str]:
    """Return the codes for positive, negative numbers, zero and text, as far as they are given."""
    parts: list[str] = []
    start, is_quoted = 0, False
    for at, sign in enumerate(code):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ";" and not is_quoted:
            parts.append(code[start:at])
            start = at + 1
    return [*parts, code[start:]]


@lru_cache(maxsize=512)
def _form(code: str) -> _Form:
    if not code.strip():
        return _Form(is_empty=True)
    plain = _BRACKETS.sub("", _CURRENCY.sub("", _QUOTED.sub("", code)))
    if "general" in plain.lower() or "@" in plain:
        return _Form()
    if "E+" in plain.upper() or _FRACTION.search(plain):
        return _Form()
    if _DAYS.search(plain) or _TIMES.search(plain):
        return _Form(is_day=bool(_DAYS.search(plain)), is_time=bool(_TIMES.search(plain)))
    return _number_form(code, plain)


def _number_form(code: str, plain: str) -> _Form:
    literal = _CURRENCY.sub(r"\1", _QUOTED.sub(_literal, code))
    literal = _BRACKETS.sub("", literal)
    digits = _DIGITS.search(literal)
    if digits is None:  # words alone, whatever the number
        return _Form(decimals=0, before=literal.strip()) if "%" in plain else _Form()
    pattern = digits.group().rstrip(" ")
    whole, _, decimals = pattern.partition(".")
    return _Form(
        decimals=sum(decimals.count(sign) for sign in "0#?") if "." in pattern else 0,
        grouped="," in whole.rstrip(","),
        percent="%" in plain,
        scale=len(pattern) - len(pattern.rstrip(",")),
        before=literal[: digits.start()],
        after=literal[digits.start() + len(pattern) :].rstrip(),
    )


def _literal(match: re.Match[str]) -> str:
    return match[1] or match[2] or ""
