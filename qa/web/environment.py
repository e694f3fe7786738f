"""What libraries must be told before they are imported: no telemetry, no hub, a private folder."""

import os
import tempfile

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Otherwise each event is summed up with pandas, for a page that is switched off.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def switch_off_telemetry() -> None:
    """Switch off every call home of the libraries; they read the environment when imported."""
    os.environ.update(_QUIET)
    if "GRADIO_TEMP_DIR" not in os.environ:
        os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="pullquote-web-")
