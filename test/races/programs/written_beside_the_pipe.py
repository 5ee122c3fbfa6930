# expect: data-race found error
# expect: may lost-update found
# The bytes tell of what was written before them; both go on to write.
import os
import threading

found = 0
reader, writer = os.pipe()


def price():
    return 1


def add():
    global found
    for _ in range(20):
        found = found + price()


def work():
    os.write(writer, b"x")
    add()


thread = threading.Thread(target=work)
thread.start()
os.read(reader, 1)
add()
thread.join()
print(found > 0)
os.close(reader)
os.close(writer)
