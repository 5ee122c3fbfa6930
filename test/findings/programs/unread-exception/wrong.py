# expect: unread-exception warning count=1 submitted=3
from concurrent.futures import ThreadPoolExecutor


def save(order):
    if not order:
        raise ValueError("an empty order")


with ThreadPoolExecutor(2) as savers:
    for order in ["tea", "", "cake"]:
        savers.submit(save, order)  # here
print("all saved")
