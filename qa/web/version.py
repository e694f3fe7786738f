"""Which version of the product this is."""

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """Return the installed version, "0" when run from a copy that is not installed."""
    try:
        return version("pullquote")
    except PackageNotFoundError:
        return "0"
