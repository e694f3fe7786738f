"""A real nginx in front of a server, with the configuration that the documentation gives."""

import datetime
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = ROOT / "docs" / "deploy" / "nginx.conf"

_AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include {example};
}}
"""


def nginx_binary() -> str:
    """Return where nginx is; the test is skipped without one."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("needs nginx (Debian's package nginx)")
    return found


_TRIES = 5
"""Times that nginx is started, as somebody else may take a port that was free a moment ago."""


def free_ports() -> tuple[int, int]:
    """Return two ports of the loopback address that nobody listens on."""
    with closing(socket.socket()) as one, closing(socket.socket()) as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def configure(folder: Path, *, upstream: int) -> tuple[list[str], int]:
    """Write the example for free ports into `folder`; return nginx's command and its TLS port."""
    plain, tls = free_ports()
    certificate, key = _certificate(folder)
    text = EXAMPLE.read_text("utf-8")
    for old, new in (
        ("127.0.0.1:7860", f"127.0.0.1:{upstream}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{tls} ssl http2;"),
        ("server_name news.example;", "server_name localhost;"),
        ("/etc/ssl/certs/news.example.pem", str(certificate)),
        ("/etc/ssl/private/news.example.key", str(key)),
    ):
        assert old in text, f"{EXAMPLE} has no {old!r} any more"
        text = text.replace(old, new)
    example = folder / "example.conf"
    example.write_text(text, "utf-8")
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(example=example), "utf-8")
    return [nginx_binary(), "-p", str(folder), "-c", str(around), "-e", "stderr"], tls


@contextmanager
def nginx(folder: Path, *, upstream: int) -> Iterator[str]:
    """Run nginx in front of `upstream` until the block ends; yield its address."""
    with ExitStack() as running:
        yield f"https://localhost:{_started(running, folder, upstream)}"


def _started(running: ExitStack, folder: Path, upstream: int) -> int:
    """Start nginx until `running` ends, and return its port once it answers there."""
    for _ in range(_TRIES):
        command, port = configure(folder, upstream=upstream)
        process = running.enter_context(
            subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        )
        running.callback(process.terminate)
        deadline = time.monotonic() + 600
        while process.poll() is None:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return port
            assert time.monotonic() < deadline, "nginx does not answer"
            time.sleep(0.02)
        assert process.stderr is not None
        said = process.stderr.read()
        assert "Address already in use" in said, f"nginx did not start: {said}"
    raise AssertionError("no port stays free")


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=12))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "localhost.pem", folder / "localhost.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
