# expect: wait-without-loop warning count=2
import threading


class Mailbox:
    def __init__(self):
        self.changed = threading.Condition()
        self.letters = []
        self.read = []
        self.waits = threading.Semaphore(0)

    def run(self):
        while True:
            with self.changed:
                if not self.letters:
                    self.waits.release()
                    self.changed.wait()  # here
                letter = self.letters.pop()
            if letter is None:
                return
            self.read.append(letter)

    def put(self, letter):
        self.waits.acquire()
        with self.changed:
            self.letters.append(letter)
            self.changed.notify()


mailbox = Mailbox()
reader = threading.Thread(target=mailbox.run)
reader.start()
mailbox.put("hello")
mailbox.put(None)
reader.join()
