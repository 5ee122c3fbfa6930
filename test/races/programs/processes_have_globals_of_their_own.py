# expect: none
import multiprocessing

counter = 0


def work():
    global counter
    for _ in range(50):
        counter = counter + 1


if __name__ == "__main__":
    processes = [multiprocessing.Process(target=work) for _ in range(2)]
    for process in processes:
        process.start()
    work()
    for process in processes:
        process.join()
    print(counter)
