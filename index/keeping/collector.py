"""What Python's collector of circles looks at.

Now and then it goes through every object of the process, under Python's lock, and whoever asks
meanwhile waits. Most of them are modules, schemas and tables of words, which are there as long as
the process is: they need not be looked at again.
"""

import gc


def set_apart() -> None:
    """Have the collector look at nothing again that is there now, once a process has loaded all.

    What is let go of later is freed as ever, unless it hangs in a circle.
    """
    gc.collect()
    gc.freeze()
