# expect: none
import threading

total = 0


def leaf():
    global total
    total = total + 1


def inner():
    for _ in range(2):
        thread = threading.Thread(target=leaf)
        thread.start()
        thread.join()


for _ in range(2):
    thread = threading.Thread(target=inner)
    thread.start()
    thread.join()
print(total)
