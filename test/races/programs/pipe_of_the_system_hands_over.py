# expect: none
import os
import threading

found = {}
reader, writer = os.pipe()


def work():
    for n in range(10):
        found["n"] = n
        found["square"] = n * n
    os.write(writer, b"x")


thread = threading.Thread(target=work)
thread.start()
os.read(reader, 1)
found["n"] += 1
print(found)
thread.join()
os.close(reader)
os.close(writer)
