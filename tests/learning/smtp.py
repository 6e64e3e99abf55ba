"""A mail server for tests: it speaks SMTP on a socket, keeps what it gets, and misbehaves when told to."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class Conversation(socketserver.StreamRequestHandler):
    """One client. `server.mood` decides: well, busy (451 after the mail), rude (hangs up), refuses (550)."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.mood == "rude":
            return
        self.say("220 test")
        receiver = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                self.say("250 test")
            elif verb == "RCPT":
                receiver = line.partition("<")[2].partition(">")[0]
                refused = self.server.mood == "refuses" or receiver in self.server.unknown
                self.say("550 nobody here" if refused else "250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                self.take(receiver)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, receiver: str) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.server.mood == "busy":
            self.say("451 later")
        elif self.server.mood == "drops":
            self.connection.close()
        else:
            self.server.got.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.say("250 kept")


class MailServer(socketserver.ThreadingTCPServer):
    """Runs in a thread until it is left; `got` are the mails."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood, self.got, self.unknown, self.connections = "well", [], set(), 0

    got: list[EmailMessage]

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *args):
        self.shutdown()
        self.server_close()
