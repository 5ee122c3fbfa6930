# expect: none
from concurrent.futures import ThreadPoolExecutor


def compute(number):
    total = 0
    for n in range(400_000):
        total += n * number
    return total


with ThreadPoolExecutor(2) as pool:
    print(len(list(pool.map(compute, range(12)))))
