# expect: unread-exception warning count=1 submitted=4
from concurrent.futures import ThreadPoolExecutor


def check(number):
    assert number != 2


with ThreadPoolExecutor(2) as pool:
    pool.map(check, range(4))  # here
