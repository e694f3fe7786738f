import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """
import ctypes, re, sys, threading
from index.keeping.heaps import use_few_heaps
if sys.argv[1] == "few":
    use_few_heaps()
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    held = [bytearray(5000) for _ in range(100)]
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


def _heaps(how: str, path: Path) -> int:
    subprocess.run([sys.executable, "-c", PROGRAM, how, str(path)], check=True, cwd=ROOT)
    return path.read_text("ascii").count("<heap nr=")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="needs glibc")
def test_threads_share_two_heaps(tmp_path: Path) -> None:
    assert _heaps("few", tmp_path / "few") <= 2 < _heaps("many", tmp_path / "many")
