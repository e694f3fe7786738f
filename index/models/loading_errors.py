"""What transformers, sentence-transformers and safetensors raise for files they cannot load."""

from safetensors import SafetensorError

LOADING_ERRORS = (
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    TypeError,
    ImportError,
    SafetensorError,
)
