# expect: none
from concurrent.futures import ThreadPoolExecutor, as_completed


def save(order):
    if not order:
        raise ValueError("an empty order")


with ThreadPoolExecutor(2) as savers:
    futures = [savers.submit(save, order) for order in ["tea", "", "cake"]]
    for future in as_completed(futures):
        error = future.exception()
        if error is not None:
            print("not saved:", error)
