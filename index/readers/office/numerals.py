"""Numbers as documents print them on pages and before paragraphs."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 4000
_LETTERS = 26
_MOST_LETTERS = 10


def numeral(number: int, form: str) -> str:
    """Return a number in the form that Office Open XML calls `form`; else in digits."""
    if form == "lowerRoman":
        return _roman(number)
    if form == "upperRoman":
        return _roman(number).upper()
    if form == "lowerLetter":
        return _letters(number)
    if form == "upperLetter":
        return _letters(number).upper()
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form in {"none", "bullet"} else str(number)


def _roman(number: int) -> str:
    if not 0 < number < _LARGEST_ROMAN:
        return str(number)
    parts: list[str] = []
    for amount, sign in _ROMAN:
        count, number = divmod(number, amount)
        parts.append(sign * count)
    return "".join(parts)


def _letters(number: int) -> str:
    """Return a, b, ... z, aa, bb, ... as Word counts on."""
    if not 0 < number <= _LETTERS * _MOST_LETTERS:
        return str(number)
    times, letter = divmod(number - 1, _LETTERS)
    return chr(ord("a") + letter) * (times + 1)
