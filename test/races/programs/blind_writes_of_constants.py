# expect: data-race mode info
import threading

mode = "none"


def work(name):
    global mode
    mode = name


threads = [threading.Thread(target=work, args=(name,)) for name in ("fast", "slow")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(mode in ("fast", "slow"))
