"""Work beside the caller: done once, wherever there is a thread for it, errors and all."""

import os
import threading

import pytest
from forking import fork

from index.search.segments.aside import Aside


def test_it_is_done_in_another_thread() -> None:
    wait = Aside(1).begin(threading.get_ident)
    assert wait() != threading.get_ident()


def test_where_none_is_free_the_caller_does_it() -> None:
    aside, going, done = Aside(1), threading.Event(), threading.Event()

    def work() -> str:
        going.set()
        done.wait(60)
        return "beside"

    first = aside.begin(work)
    assert going.wait(60)
    assert aside.begin(threading.get_ident)() == threading.get_ident()
    done.set()
    assert first() == "beside"
    assert Aside(0).begin(threading.get_ident)() == threading.get_ident()


def test_errors_reach_the_caller_and_the_thread_is_free_again() -> None:
    aside = Aside(1)

    def fail() -> None:
        raise LookupError("gone")

    for _ in range(3):
        with pytest.raises(LookupError, match="gone"):
            aside.begin(fail)()
    assert aside.begin(threading.get_ident)() != threading.get_ident()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_has_threads_of_its_own() -> None:
    aside = Aside(1)
    aside.begin(threading.get_ident)()
    child = fork()
    if not child:
        os._exit(0 if aside.begin(threading.get_ident)() != threading.get_ident() else 3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
