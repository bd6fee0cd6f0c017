"""The server's side of a WebSocket (RFC 6455), as much of it as Socket Mode uses."""

import base64
import hashlib
import json
import socket
import struct
from contextlib import suppress
from threading import Lock
from typing import Any, BinaryIO

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


def accept_key(key: str) -> str:
    """What proves to the client that the server speaks WebSocket."""
    digest = hashlib.sha1(f"{key}{_MAGIC}".encode(), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


class Socket:
    """One connection after its handshake; sending is safe from several threads."""

    def __init__(self, connection: socket.socket, reader: BinaryIO) -> None:
        self._connection, self._reader = connection, reader
        self._lock = Lock()

    def send(self, message: dict[str, Any]) -> None:
        """One JSON message; raises OSError where the client has gone."""
        self._frame(_TEXT, json.dumps(message).encode())

    def receive(self) -> dict[str, Any] | None:
        """The next JSON message; None once the client has closed. Pings are answered on the way."""
        while (frame := self._next()) is not None:
            kind, data = frame
            if kind == _TEXT:
                return json.loads(data)  # type: ignore[no-any-return]
            if kind == _PING:
                self._frame(_PONG, data)
            if kind == _CLOSE:
                return None
        return None

    def close(self) -> None:
        """Ends the connection, whatever state it is in."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _next(self) -> tuple[int, bytes] | None:
        head = self._reader.read(2)
        if len(head) < 2:
            return None
        size = head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack(">H", self._reader.read(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self._reader.read(8))
        mask = self._reader.read(4) if head[1] & 0x80 else bytes(4)
        data = self._reader.read(size)
        return head[0] & 0x0F, bytes(b ^ mask[i % 4] for i, b in enumerate(data))

    def _frame(self, kind: int, data: bytes) -> None:
        size = len(data)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([size])
        elif size < 65536:
            head += bytes([126]) + struct.pack(">H", size)
        else:
            head += bytes([127]) + struct.pack(">Q", size)
        with self._lock:
            self._connection.sendall(head + data)
