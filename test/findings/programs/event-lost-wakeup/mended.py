# expect: none
import threading

new_work = threading.Event()
is_working, has_added = threading.Event(), threading.Event()
todo = []


def work():
    while True:
        new_work.wait()
        new_work.clear()  # what is set from here on wakes again
        while todo:
            print("does", todo.pop())
        is_working.set()
        has_added.wait()  # still busy while more comes


def add():
    todo.append("one")
    new_work.set()
    is_working.wait()
    todo.append("two")
    new_work.set()
    has_added.set()


worker = threading.Thread(target=work, daemon=True)
worker.start()
add()
worker.join(0.1)
