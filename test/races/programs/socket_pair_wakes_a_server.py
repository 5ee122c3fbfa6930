# expect: none
import selectors
import socket
import threading


class Server(threading.Thread):
    def __init__(self):
        super().__init__()
        self.mine, self.other = socket.socketpair()
        self.state = None
        self.served = 0

    def run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.mine, selectors.EVENT_READ)
            while True:
                selector.select()
                self.mine.recv(1)
                if self.state == "stop":
                    return
                self.served += 1
                self.state = "idle"
                self.mine.send(b"y")

    def ask(self, what):
        self.state = what
        self.other.send(b"x")
        if what != "stop":
            self.other.recv(1)


server = Server()
server.start()
for n in range(5):
    server.ask(n)
server.ask("stop")
server.join()
server.mine.close()
server.other.close()
print(server.served)
