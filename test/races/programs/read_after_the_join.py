# expect: none
import threading

done_items = 0


def work():
    global done_items
    for _ in range(50):
        done_items += 1


thread = threading.Thread(target=work)
thread.start()
thread.join()
done_items += 1
print(done_items)
