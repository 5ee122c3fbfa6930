# expect: none
import queue
import threading


class Bus:
    def __init__(self):
        self.lock = threading.Lock()
        self.subscribers = {}
        self.published = 0

    def subscribe(self, topic):
        inbox = queue.Queue()
        with self.lock:
            self.subscribers.setdefault(topic, []).append(inbox)
        return inbox

    def publish(self, topic, message):
        with self.lock:
            self.published += 1
            inboxes = list(self.subscribers.get(topic, ()))
        for inbox in inboxes:
            inbox.put(dict(message))


bus = Bus()
ready = threading.Barrier(4)


def listen(topic):
    inbox = bus.subscribe(topic)
    ready.wait()
    got = []
    while True:
        message = inbox.get()
        if "end" in message:
            break
        message["seen"] = message["n"] + 1
        got.append(message)
    assert len(got) == 10


listeners = [threading.Thread(target=listen, args=(topic,)) for topic in ("a", "b", "a")]
for thread in listeners:
    thread.start()
ready.wait()
for n in range(10):
    bus.publish("a", {"n": n})
    bus.publish("b", {"n": n})
for topic in "ab":
    bus.publish(topic, {"end": True})
for thread in listeners:
    thread.join()
print(bus.published)
