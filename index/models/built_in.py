"""The built-in embedder's name, size and fingerprint, however it runs."""

import hashlib

from index.models.weights import BACKBONE_SHA256

DEFAULT_NAME = "all-MiniLM-L6-v2"
"""What the built-in embedder is called."""

LIMIT = 256
"""Tokens of a text that the built-in embedder reads, [CLS] and [SEP] counted; the rest is left out.
"""

DIMENSION = 384
"""Length of the built-in embedder's vectors."""

FINGERPRINT = hashlib.sha256(
    f"{BACKBONE_SHA256} limit={LIMIT} pooling=mean unit-length".encode()
).hexdigest()
"""Names the built-in embedder's vectors: the weights and what is done with them.

Not the precision: vectors computed in 8 and in 32 bits lie within a cosine of 0.99 of each other,
nearer than any two passages worth telling apart, and an index may move between machines.
"""
