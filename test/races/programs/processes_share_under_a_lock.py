# expect: none
import multiprocessing


def work(total, counts, lock, queue):
    for n in range(10):
        with total.get_lock():
            total.value += n
        with lock:
            counts[n % 3] += 1
    queue.put({"done": 1})


def main():
    context = multiprocessing.get_context("spawn")
    total, counts = context.Value("i", 0), context.Array("i", 3, lock=False)
    lock, queue = context.Lock(), context.Queue()
    workers = [context.Process(target=work, args=(total, counts, lock, queue)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for _ in workers:
        found = queue.get()
        found["done"] += 1
    for worker in workers:
        worker.join()
    total.value += 1
    print(total.value, counts[:])


if __name__ == "__main__":
    main()
