# expect: none
import threading


class Plugin:
    lock = threading.Lock()
    registry = {}
    order = []

    @classmethod
    def register(cls, name):
        with cls.lock:
            if name not in cls.registry:
                cls.registry[name] = cls()
                cls.order.append(name)
            return cls.registry[name]

    def __init__(self):
        self.uses = 0

    def use(self):
        with self.lock:
            self.uses += 1


class Loud(Plugin):
    pass


def work(kind):
    for n in range(20):
        kind.register("p%d" % (n % 4)).use()


threads = [threading.Thread(target=work, args=(kind,)) for kind in (Plugin, Loud, Plugin)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(plugin.uses for plugin in Plugin.registry.values()), Plugin.order.__len__())
