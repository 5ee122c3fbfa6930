# expect: none
import multiprocessing


def work(total):
    for _ in range(50):
        with total.get_lock():
            total.value += 1


if __name__ == "__main__":
    total = multiprocessing.Value("i", 0)
    processes = [multiprocessing.Process(target=work, args=(total,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(total.value)
