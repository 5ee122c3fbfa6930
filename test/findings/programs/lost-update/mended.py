# expect: none
import threading

total = 0
total_lock = threading.Lock()
all_have_read = threading.Barrier(3)


def add(amount):
    global total
    all_have_read.wait()  # work that needs no protection stays outside
    with total_lock:  # from the read to the write, and the same lock everywhere
        seen = total
        total = seen + amount


threads = [threading.Thread(target=add, args=(5,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("expected 15, got", total)
