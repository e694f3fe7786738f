"""Addresses of pages of sides, from the root of a server. Pure."""

from urllib.parse import urlencode

from qa.sides.values import SidesWish


def sides_path(wish: SidesWish, page: int = 1, suffix: str = "") -> str:
    """Return the address that shows a wish, or with a suffix the file of it."""
    pairs = [("speaker", one) for one in wish.speakers]
    rest = (("about", wish.about), ("after", wish.after), ("before", wish.before))
    pairs += [(name, value) for name, value in rest if value]
    pairs += [("page", str(page))] if page > 1 else []
    name = f"sides.{suffix}" if suffix else "sides"
    return f"{name}?{urlencode(pairs)}" if pairs else name
