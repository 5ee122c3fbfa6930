"""A client of the Debug Adapter Protocol, as small as a test needs: it sends requests and waits for answers and events."""

import json
import socket

PATIENCE_SECONDS = 60


class DebugClient:
    """A connection to `port` of this machine. What it waits for and does not get is an error after PATIENCE_SECONDS."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.connection.makefile("rb")
        self.sent = 0
        self.messages = []

    def close(self):
        self.reader.close()
        self.connection.close()

    def send(self, command, **arguments):
        """Send a request; returns its number."""
        self.sent += 1
        message = {"seq": self.sent, "type": "request", "command": command, "arguments": arguments}
        body = json.dumps(message).encode("utf-8")
        self.connection.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        return self.sent

    def ask(self, command, **arguments):
        """Send a request and return the body of the answer."""
        return self.answer(self.send(command, **arguments))

    def answer(self, number):
        """The body of the answer to the request of this number."""
        found = self._wait(lambda message: message["type"] == "response" and message["request_seq"] == number)
        if not found["success"]:
            raise AssertionError("%s failed: %s" % (found["command"], found.get("message")))
        return found.get("body")

    def event(self, *names):
        """The next event of one of these names, as (name, body)."""
        found = self._wait(lambda message: message["type"] == "event" and message["event"] in names)
        return found["event"], found.get("body")

    def _wait(self, fits):
        for index, message in enumerate(self.messages):
            if fits(message):
                return self.messages.pop(index)
        while True:
            message = self._read()
            if fits(message):
                return message
            self.messages.append(message)

    def _read(self):
        length = 0
        while True:
            line = self.reader.readline()
            if not line:
                raise AssertionError("the debugger has closed the connection")
            name, _, value = line.decode("ascii").strip().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            if not name:
                return json.loads(self.reader.read(length).decode("utf-8"))
