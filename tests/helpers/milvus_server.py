"""A Milvus for tests: milvus-lite on a loopback port, with the faults that a server can have."""

import base64
import threading
from collections.abc import Callable
from concurrent import futures
from pathlib import Path
from typing import TypeAlias

import grpc
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.db import MilvusLite
from pymilvus.grpc_gen import milvus_pb2_grpc

Message: TypeAlias = object
Context: TypeAlias = grpc.ServicerContext


class Servicer(MilvusServicer):
    """milvus-lite that can say that it is another version."""

    version: str | None = None

    def GetVersion(self, request: Message, context: Context) -> Message:
        found = super().GetVersion(request, context)
        if self.version:
            found.version = self.version
        return found

    def AllocTimestamp(self, request: Message, context: Context) -> Message:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "")


class Faults(grpc.ServerInterceptor):
    """Lets nobody in without the password, and keeps calls of the names in `held` waiting."""

    def __init__(self) -> None:
        self.user: tuple[str, str] | None = None
        self.held: set[str] = set()
        self._let_go = threading.Event()
        self.calls: list[str] = []

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], grpc.RpcMethodHandler],
        details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler:
        name = details.method.rpartition("/")[2]
        self.calls.append(name)
        if self.user is not None:
            sent = dict(details.invocation_metadata).get("authorization", "")
            wanted = base64.b64encode(":".join(self.user).encode()).decode()
            if sent != wanted:
                return grpc.unary_unary_rpc_method_handler(_refuse)
        if name in self.held:
            self._let_go.wait(60)
        return continuation(details)

    def let_go(self) -> None:
        """Answer what was held, and hold nothing any more."""
        self.held.clear()
        self._let_go.set()
        self._let_go = threading.Event()


def _refuse(request: Message, context: Context) -> Message:
    context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure")


class MilvusServer:
    """A Milvus that can be stopped and started again on the same port with what it had."""

    def __init__(self, folder: Path) -> None:
        self.faults = Faults()
        self._db = MilvusLite(str(folder))
        self.servicer = Servicer(self._db)
        self.port = 0
        self._server: grpc.Server | None = None
        self._lock = threading.Lock()
        self.start()

    @property
    def url(self) -> str:
        """Its address, with time enough for a busy machine."""
        return f"milvus://127.0.0.1:{self.port}?timeout=30"

    def start(self) -> None:
        """Listen, on the port that it had before."""
        server = grpc.server(
            futures.ThreadPoolExecutor(max_workers=4),
            interceptors=[self.faults],
            options=[("grpc.so_reuseport", 0)],
        )
        milvus_pb2_grpc.add_MilvusServiceServicer_to_server(self.servicer, server)
        self.port = server.add_insecure_port(f"127.0.0.1:{self.port}")
        server.start()
        self._server = server

    def stop(self) -> None:
        """Be away."""
        if self._server is not None:
            self._server.stop(0).wait()
            self._server = None

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self._db.close()
