"""Examples of each command, which its `--help` ends with."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "pullquote index ~/articles",
        'pullquote ask "What did Bordyuzha say about Iran?"',
        "pullquote serve",
    ),
    "index": (
        "pullquote index ~/articles --prune",
        "pullquote index notes.md https://news.example/a",
        "pullquote index rows.csv --map title=headline,text=lead+rest",
        "pullquote index ~/articles --watch",
        "pullquote index ~/letters --collection letters",
        "pullquote index /srv/archive --ray ray://head.example:10001",
    ),
    "collections": ("pullquote collections", "pullquote collections --json"),
    "collections move": (
        "pullquote collections move csto-a bee-count --to letters",
        "pullquote collections move --all-of letters --to default --to archive",
        "pullquote collections move --author Okoro --before 2020 --to archive",
    ),
    "collections rename": ("pullquote collections rename letters post",),
    "collections remove": ("pullquote collections remove letters",),
    "subscribe": ("pullquote subscribe https://news.example/feed.xml --follow",),
    "subscriptions": ("pullquote subscriptions", "pullquote subscriptions --json"),
    "unsubscribe": ("pullquote unsubscribe https://news.example/feed.xml",),
    "refresh": ("pullquote refresh", "pullquote refresh --now --json"),
    "ask": (
        'pullquote ask "What did Bordyuzha say about Iran?"',
        'pullquote ask "And about NATO?" --history "What did Bordyuzha say about Iran?"',
        'pullquote ask "Who opposes the toll?" --source "Harbour Herald" --after 2020 --json',
        'pullquote ask "Who opposes the toll?" --collection letters',
    ),
    "search": (
        'pullquote search "grid storage" -k 5',
        'pullquote search "grid storage" --author "Lena Fisk" --before 2021-06 --json',
    ),
    "statements": (
        "pullquote statements --speaker Bordyuzha --about NATO",
        "pullquote statements --article csto-a --json",
        "pullquote statements --speaker Bordyuzha --format csv > bordyuzha.csv",
        "pullquote statements talk.txt",
    ),
    "speakers": (
        "pullquote speakers",
        "pullquote speakers --about ferry --order latest",
        'pullquote speakers --search "health ministry" --json',
    ),
    "sides": (
        'pullquote sides "Anna Berg" "Tom Reyes" --about "tram fares"',
        'pullquote sides "Anna Berg" --about "tram fares" --after 2020',
        'pullquote sides --about "tram fares" --format md',
    ),
    "cite": (
        "pullquote cite csto-a 120 188",
        "pullquote cite csto-a 120 188 --format apa",
        "pullquote cite csto-a 120 188 --version 3f2a --json",
    ),
    "mcp": ("pullquote mcp --index ~/index", "pullquote mcp --collection default"),
    "check": ("pullquote check column.docx", "pullquote check column.md --json"),
    "articles": (
        "pullquote articles",
        "pullquote articles --check",
        "pullquote articles --correct corrections.csv",
        "pullquote articles --as-read csto-a",
    ),
    "show": (
        "pullquote show csto-a",
        "pullquote show csto-a --changes",
        "pullquote show csto-a --version 3f2a --json",
    ),
    "remove": ("pullquote remove csto-a", "pullquote remove csto-a bee-count"),
    "verify": ("pullquote verify", "pullquote verify --repair"),
    "serve": (
        "pullquote serve",
        "pullquote serve --port 8080 --allow-urls --refresh 60",
        "pullquote serve --host 0.0.0.0 --auth passwords",
        "pullquote serve --auth passwords --groups groups.toml",
        "pullquote serve --allow-origin https://intranet.example",
        "pullquote serve --keep-gaps --gap-days 90",
    ),
    "links": ("pullquote links", "pullquote links --take-back-before 2026-05-31"),
    "evaluate": (
        "pullquote evaluate questions.jsonl --report report.html",
        "pullquote evaluate questions.jsonl --save run.json --baseline before.json",
        "pullquote evaluate questions.jsonl --fail-under right=0.8 --junit run.xml",
    ),
    "calibrate": (
        "pullquote calibrate questions.jsonl --target 0.95",
        "pullquote calibrate questions.jsonl --dry-run",
    ),
    "check-questions": ("pullquote check-questions questions.jsonl",),
    "feedback": ("pullquote feedback list", "pullquote feedback export -o confirmed.jsonl"),
    "feedback export": ("pullquote feedback export -o confirmed.jsonl",),
    "feedback list": ("pullquote feedback list", "pullquote feedback list --json"),
    "feedback right": ('pullquote feedback right "Who opposes the toll?" toll-b 120 188',),
    "feedback wrong": ('pullquote feedback wrong "Who opposes the toll?" toll-b 120 188',),
    "feedback remove": ("pullquote feedback remove 3 4",),
    "gaps": ("pullquote gaps", "pullquote gaps --json"),
    "gaps again": ("pullquote gaps again", "pullquote gaps again --most 50"),
    "gaps want": ('pullquote gaps want 3 --note "the minutes of May"',),
    "gaps done": ("pullquote gaps done 3 4",),
    "gaps open": ("pullquote gaps open 3",),
    "gaps forget": ("pullquote gaps forget 3 4", "pullquote gaps forget --all"),
    "gaps export": ("pullquote gaps export -o gaps.jsonl", "pullquote gaps export 3 4"),
    "users": ("pullquote users add ada --role editor", "pullquote users list"),
    "users add": (
        "pullquote users add ada --role editor",
        "pullquote users add ben < password.txt",
    ),
    "users password": ("pullquote users password ada",),
    "users role": ("pullquote users role ben editor",),
    "users groups": (
        "pullquote users groups ada newsroom investigations",
        "pullquote users groups ada",
    ),
    "users remove": ("pullquote users remove ben",),
    "users list": ("pullquote users list", "pullquote users list --json"),
    "users sign-out": ("pullquote users sign-out ada",),
    "keys": ("pullquote keys add reports --days 90", "pullquote keys list"),
    "keys add": (
        "pullquote keys add reports --days 90",
        "pullquote keys add reports --group newsroom",
    ),
    "keys list": ("pullquote keys list",),
    "keys revoke": ("pullquote keys revoke reports",),
}
"""Command lines, by the words that name a command; "" is `pullquote` itself."""


def epilog(command: str) -> str:
    """Return how the help of a command ends, its lines as they are written."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in EXAMPLES[command])
