# expect: data-race rate info
import threading

rate = 1


def change():
    global rate
    for n in range(1, 20):
        rate = n


def work():
    print(len([item * rate for item in range(50)]))


threads = [threading.Thread(target=change), threading.Thread(target=work)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
