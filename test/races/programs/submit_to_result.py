# expect: none
from concurrent.futures import ThreadPoolExecutor

value = 0


def work(n):
    global value
    value = value + n
    return value


with ThreadPoolExecutor(2) as pool:
    for n in range(5):
        result = pool.submit(work, n).result()
        value = value + 0 * result
print(value)
