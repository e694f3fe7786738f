"""Paths of requests under a root path, whether a proxy took the root path off or left it. Pure."""

from starlette.types import Scope


def placed(scope: Scope, root: str) -> Scope:
    """Return a request whose path begins with `root`, as ASGI has it."""
    path: str = scope["path"]
    if root and path != root and not path.startswith(root + "/"):
        path = root + path
    return {**scope, "path": path, "root_path": root}


def route_path(scope: Scope) -> str:
    """Return the path of a request without the root path: "/api/ask"."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path.removeprefix(root) if root and path.startswith(root + "/") else path
