# expect: data-race done info contract
# Nothing is lost where one thread alone writes, whatever `+=` is made of.
import threading

done = 0
half_way = threading.Event()


def work():
    global done
    for number in range(40):
        done += 1
        if number == 20:
            half_way.set()


def show():
    half_way.wait()
    for _ in range(5):
        print(done >= 0)


threads = [threading.Thread(target=target) for target in (work, show)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
