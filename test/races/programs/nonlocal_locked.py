# expect: none
import threading


def main():
    count, lock = 0, threading.Lock()

    def work():
        nonlocal count
        for _ in range(20):
            with lock:
                count = count + 1

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(count)


main()
