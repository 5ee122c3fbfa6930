# expect: data-race done_items info contract
import threading

done_items = 0


def work():
    global done_items
    for _ in range(50):
        done_items += 1


thread = threading.Thread(target=work)
thread.start()
print("so far", done_items >= 0)
thread.join()
print(done_items)
