"""Runs the fit: ``python -m qa.training.attributions NEWS [--polnear FILE] [--web FOLDER]``.

Tells how it goes on a quarter of our own articles that was kept from the fit, fits on all of NEWS
(its training part), of what was judged in it and of our own pages, writes
`qa/statements/plausibility/weights.py`, and tells how these weights do on what others wrote:
PolNeAR (FILE, its development part) and the judged pages of the web (FOLDER), where they are given.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.training.attributions.examples import measured, ours
from qa.training.attributions.fitting import both, source, told
from qa.training.data import hash_order

PLACE = Path(__file__).parents[2] / "statements" / "plausibility" / "weights.py"
HELD_OUT = 4
"""Of our own articles, every how many-th is kept to tell how it goes."""


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--polnear", type=Path, help="to measure on, never to fit to")
    parser.add_argument("--web", type=Path, help="to measure on, never to fit to")
    options = parser.parse_args(argv)
    found = ours(options.news)
    names = sorted({one.article for one in found}, key=hash_order)
    kept = set(names[::HELD_OUT])
    tried = both([one for one in found if one.article not in kept])
    sys.stdout.write(told([one for one in found if one.article in kept], *tried))
    fitted = both(found)
    PLACE.write_text(source(*fitted), "utf-8")
    sys.stdout.write(f"{len(found)} examples, {len(fitted[0][1])} features\n")
    sys.stdout.write(told(measured(options.polnear, options.web), *fitted))


if __name__ == "__main__":
    main()
