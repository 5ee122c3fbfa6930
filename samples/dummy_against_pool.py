"""Work that waits for a server: threads (multiprocessing.dummy) do as well as processes, and start sooner.

Compare the two pools' lanes: the waiting is the same, the processes' begin later.
"""

import http.server
import multiprocessing
import multiprocessing.dummy
import threading
import time
import urllib.request

PAGES = ["/page/%d" % number for number in range(6)]


class SlowServer(http.server.BaseHTTPRequestHandler):
    """Thinks for a while before each answer."""

    def do_GET(self):
        time.sleep(0.02)
        body = self.path.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowServer)
    threading.Thread(target=server.serve_forever, args=(0.01,), name="server", daemon=True).start()
    addresses = ["http://127.0.0.1:%d%s" % (server.server_address[1], page) for page in PAGES]
    with multiprocessing.dummy.Pool(3) as threads:
        print("threads:", threads.map(fetch, addresses, chunksize=1))
        threads.close()
        threads.join()
    with multiprocessing.Pool(3) as processes:
        print("processes:", processes.map(fetch, addresses, chunksize=1))
        processes.close()
        processes.join()
    server.shutdown()


if __name__ == "__main__":
    main()
