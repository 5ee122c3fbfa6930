# expect: none
# run: --stop-after 1.2
# exit: any
import queue
import socket
import threading

requests = queue.Queue()


def serve():
    while True:
        requests.get().close()


threading.Thread(target=serve, daemon=True).start()
with socket.create_server(("127.0.0.1", 0)) as server:
    while True:
        requests.put(server.accept()[0])
