"""The Runtime API's client: one keep-alive HTTP/1.1 connection, without the import cost of ``http.client``."""

import _socket  # the C module itself: ``socket`` costs some 3 ms more and adds nothing that is needed here

API_PATH = "/2018-06-01/runtime/"
MAX_HEAD_BYTES = 64 * 1024  # of one HTTP response's status line and headers
RECEIVE_BYTES = 64 * 1024  # one read of the Runtime API's socket


class RuntimeApi:
    """One keep-alive HTTP/1.1 connection to the Runtime API; opened when first needed, again after the server closes it."""

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._peer = (host, int(port))
        self._socket = None
        self._buffer = b""
        head = " HTTP/1.1\r\nHost: " + address + "\r\n"
        self._next = ("GET " + API_PATH + "invocation/next" + head + "\r\n").encode()
        self._restore_next = ("GET " + API_PATH + "restore/next" + head + "\r\n").encode()
        self._head = head + "Content-Type: %s\r\n%sContent-Length: %d\r\n\r\n"

    def next(self):
        """Waits for an invocation. Returns its headers (names in lower case) and its body."""
        status, headers, body = self._exchange(self._next)
        if status != 200:
            raise RuntimeError("the Runtime API answered %d to next" % status)
        return headers, body

    def restore_next(self):
        """Waits to be woken from the snapshot that may now be taken. Returns the answer's headers and its body."""
        status, headers, body = self._exchange(self._restore_next)
        if status != 200:
            raise RuntimeError("the Runtime API answered %d to restore/next" % status)
        return headers, body

    def post(self, path, body, content_type="application/json", error_type=None):
        """Posts a response or an error. Returns the status: a refusal (too large, too late) is the platform's to report."""
        extra = ""
        if error_type:
            safe = "".join(c if " " < c < "\x7f" else "?" for c in error_type)
            extra = "Lambda-Runtime-Function-Error-Type: " + safe + "\r\n"
        head = "POST " + API_PATH + path + self._head % (content_type, extra, len(body))
        return self._exchange(head.encode("latin-1") + body)[0]

    def _exchange(self, request):
        if self._socket is None:
            self._connect()
        self._socket.sendall(request)
        head_end = self._buffer.find(b"\r\n\r\n")
        while head_end < 0:
            if len(self._buffer) > MAX_HEAD_BYTES:
                raise RuntimeError("the Runtime API sent a head of more than %d bytes" % MAX_HEAD_BYTES)
            self._receive()
            head_end = self._buffer.find(b"\r\n\r\n")
        lines = str(self._buffer[:head_end], "utf-8", "replace").split("\r\n")
        self._buffer = self._buffer[head_end + 4 :]
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = self._chunks()
        else:
            body = self._take(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self._socket.close()
            self._socket = None
        return int(lines[0].split(" ", 2)[1]), headers, body

    def _connect(self):
        connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        connection.connect(self._peer)
        connection.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        self._socket = connection
        self._buffer = b""

    def _receive(self):
        data = self._socket.recv(RECEIVE_BYTES)
        if not data:
            raise RuntimeError("the Runtime API closed the connection")
        self._buffer += data

    def _take(self, count):
        """Takes exactly ``count`` bytes; a large body is read straight into place."""
        have = self._buffer
        if len(have) >= count:
            self._buffer = have[count:]
            return have[:count]
        body = bytearray(count)
        at = len(have)
        body[:at] = have
        self._buffer = b""
        view = memoryview(body)
        while at < count:
            received = self._socket.recv_into(view[at:])
            if not received:
                raise RuntimeError("the Runtime API closed the connection")
            at += received
        return bytes(body)

    def _chunks(self):
        body = []
        while True:
            size = int(self._line().split(b";")[0], 16)
            if size == 0:
                while self._line():  # trailers
                    pass
                return b"".join(body)
            body.append(self._take(size))
            self._take(2)

    def _line(self):
        while b"\r\n" not in self._buffer:
            self._receive()
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line
