"""What is there once a process has loaded all is not looked at again; what comes later is."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# In a process of its own: what is set apart stays so.
_PROGRAM = """
import gc, weakref
from index.keeping.collector import set_apart

class Circle:
    def __init__(self):
        self.itself = self

gone = weakref.ref(Circle())
set_apart()
assert gone() is None, "garbage was kept"
assert gc.get_freeze_count() > 1000 > len(gc.get_objects())
later = weakref.ref(Circle())
gc.collect()
assert later() is None, "what came later is not freed"
"""


def test_what_is_there_is_set_apart_and_later_circles_are_freed() -> None:
    subprocess.run([sys.executable, "-c", _PROGRAM], cwd=ROOT, check=True, timeout=120)
