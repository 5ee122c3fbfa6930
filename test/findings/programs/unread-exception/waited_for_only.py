# expect: unread-exception warning count=2
from concurrent.futures import ThreadPoolExecutor, wait


def divide(number):
    return 1 // number


with ThreadPoolExecutor(2) as pool:
    futures = [pool.submit(divide, number) for number in (0, 1, 0)]  # here
    wait(futures)
    print(sum(future.done() for future in futures), "are done")
