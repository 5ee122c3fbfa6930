"""A worker thread that owns its queue and can be closed: how to end a thread without killing it.

Callers only see `submit` and `close`. `close` puts a sign into the queue behind all the work and joins: everything that was
submitted is still done. The worker's lane waits (dotted) whenever its queue is empty and ends when the sign arrives.
"""

import queue
import threading

CLOSE = object()


class Logger:
    def __init__(self):
        self.lines = []
        self.inbox = queue.Queue()
        self.thread = threading.Thread(target=self._run, name="logger")
        self.thread.start()

    def submit(self, line):
        self.inbox.put(line)

    def close(self):
        self.inbox.put(CLOSE)
        self.thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def _run(self):
        while True:
            line = self.inbox.get()
            if line is CLOSE:
                return
            self.lines.append(line)


def main():
    with Logger() as logger:
        for number in range(20):
            logger.submit("line %d" % number)
    print("%d lines, the last is %r, alive: %s" % (len(logger.lines), logger.lines[-1], logger.thread.is_alive()))


if __name__ == "__main__":
    main()
