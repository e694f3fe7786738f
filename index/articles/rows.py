"""Row numbers: how passages are named between the rooms of the index."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.int64]
"""int64 [n]: row numbers of passages, ascending where nothing else is said."""

NO_ROWS: Rows = np.empty(0, np.int64)
