# expect: none
from concurrent.futures import ThreadPoolExecutor

value = 0


def work(n):
    global value
    value = value + n
    return value


with ThreadPoolExecutor(2) as pool:
    for n in range(5):
        value = value + pool.submit(work, n).result() * 0
print(value)
