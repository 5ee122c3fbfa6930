# expect: data-race Registry.size error
# expect: may lost-update Registry.size
import threading


def one():
    return 1


class Registry:
    size = 0

    @classmethod
    def register(cls):
        cls.size = cls.size + one()


def work():
    for _ in range(20):
        Registry.register()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Registry.size > 0)
