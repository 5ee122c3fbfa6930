# expect: queue-starved info consumers=2
import multiprocessing
import time


def work(items):
    while items.get() is not None:
        pass


if __name__ == "__main__":
    items = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(items,), name="worker-%d" % n) for n in range(2)]
    for worker in workers:
        worker.start()
    time.sleep(0.1)
    for item in range(40):
        items.put(item)  # here
        time.sleep(0.01)
    for _ in workers:
        items.put(None)
    for worker in workers:
        worker.join()
