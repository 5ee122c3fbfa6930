# expect: lost-update error count=2 exact=true variable.name=total
# may: data-race
import threading

total = 0
all_have_read = threading.Barrier(3)


def add(amount):
    global total
    seen = total
    all_have_read.wait()  # stands for any work in between
    total = seen + amount  # what others have added since is lost  # here


threads = [threading.Thread(target=add, args=(5,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("expected 15, got", total)
