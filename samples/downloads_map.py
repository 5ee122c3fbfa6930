"""ThreadPoolExecutor.map: five downloads by three threads; results come in the order of the pages, a slow first one holds up all.

`downloads_as_completed.py` takes them as they come.
"""

import http.server
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

SECONDS = {"/front": 0.1, "/sport": 0.01, "/weather": 0.02, "/films": 0.01, "/letters": 0.02}


class NewsServer(http.server.BaseHTTPRequestHandler):
    """Some pages take longer."""

    def do_GET(self):
        time.sleep(SECONDS[self.path])
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"news")

    def log_message(self, *ignored):
        pass


def download(address):
    with urllib.request.urlopen(address) as answer:
        return len(answer.read())


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), NewsServer)
    threading.Thread(target=server.serve_forever, args=(0.01,), name="server", daemon=True).start()
    address = "http://127.0.0.1:%d" % server.server_address[1]
    with ThreadPoolExecutor(max_workers=3, thread_name_prefix="reader") as readers:
        sizes = readers.map(download, [address + page for page in SECONDS])
        for page, size in zip(SECONDS, sizes):
            print(page, size)
    server.shutdown()


if __name__ == "__main__":
    main()
