# expect: none
import threading
from collections import deque


class Task:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments
        self.result = self.error = None
        self.done = threading.Event()

    def run(self):
        try:
            self.result = self.function(*self.arguments)
        except ValueError as error:
            self.error = error
        self.done.set()

    def wait(self):
        self.done.wait()
        if self.error is not None:
            raise self.error
        return self.result


class Pool:
    def __init__(self, count):
        self.tasks = deque()
        self.lock = threading.Lock()
        self.filled = threading.Condition(self.lock)
        self.closed = False
        self.active = 0
        self.threads = [threading.Thread(target=self.work) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def add(self, task):
        with self.lock:
            self.tasks.append(task)
            if self.active < len(self.threads):
                self.filled.notify()
        return task

    def work(self):
        while True:
            with self.lock:
                while not self.tasks and not self.closed:
                    self.filled.wait()
                if not self.tasks:
                    return
                task = self.tasks.popleft()
                self.active += 1
            task.run()
            with self.lock:
                self.active -= 1

    def close(self):
        with self.lock:
            self.closed = True
            self.filled.notify_all()
        for thread in self.threads:
            thread.join()


pool = Pool(3)
tasks = [pool.add(Task(pow, n, 2)) for n in range(40)]
print(sum(task.wait() for task in tasks))
pool.close()
print(pool.active, len(pool.tasks))
