"""Composes and starts everything: `python app.py` opens the chat; with arguments, `pullquote`."""

import sys

from qa.cli.main import main

if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.argv.append("serve")
    main()
