# expect: data-race count error
# expect: may lost-update count
import threading


def one():
    return 1


def main():
    count = 0

    def work():
        nonlocal count
        for _ in range(20):
            count = count + one()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(count > 0)


main()
