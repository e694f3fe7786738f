"""YAML as strings, lists and dictionaries: the one module that touches PyYAML.

Values stay as they were written: no date becomes a moment of another zone, no title a number, and
nothing else is ever built.
"""

import yaml

from index.errors import ReadError

# The one in C is ten times faster; a wheel may lack it.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlError(ReadError):
    """Text that is not valid YAML; `line` is where, counted from 1, or None."""

    def __init__(self, line: int | None) -> None:
        super().__init__(f"not valid YAML{f', line {line}' if line else ''}")
        self.line = line


def read_yaml(text: str) -> object:
    """Return what a YAML text says.

    Raises:
        YamlError: it is none.
    """
    try:
        loader = _LOADER(text)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlError(mark.line + 1 if mark else None) from None
