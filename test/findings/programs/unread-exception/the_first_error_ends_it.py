# expect: none
from concurrent.futures import ThreadPoolExecutor


def divide(number):
    return 1 // number


with ThreadPoolExecutor(2) as pool:
    try:
        print(list(pool.map(divide, [1, 0, 0])))
    except ZeroDivisionError:
        print("one of them is 0")
