# expect: data-race Service._client warning lazy-init
import threading


class Service:
    def __init__(self):
        self._client = None

    def client(self):
        if self._client is None:
            self._client = object()
        return self._client


service = Service()


def work():
    service.client()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(service.client() is not None)
