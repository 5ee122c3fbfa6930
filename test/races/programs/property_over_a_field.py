# expect: data-race Gauge._value error
# expect: may lost-update Gauge._value
import threading


class Gauge:
    def __init__(self):
        self._value = 0

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new


gauge = Gauge()


def work():
    for _ in range(20):
        gauge.value = gauge.value + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(gauge.value > 0)
