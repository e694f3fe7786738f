"""How a time of a recording is shown: without hours where there are none."""


def shown_time(label: str) -> str:
    """Return the label of a mark of kind `time` as it is read: `12:05` of `00:12:05`."""
    short = label.removeprefix("00:")
    return short[1:] if short[:1] == "0" and short[1:2].isdigit() else short
