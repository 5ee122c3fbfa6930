"""One item of six raises: its own future tells, the others are not disturbed. Somebody has to ask, or nobody ever knows."""

from concurrent.futures import ThreadPoolExecutor

ORDERS = ["tea", "cake", "soup", "", "milk", "jam"]


def cook(order):
    if not order:
        raise ValueError("an empty order")
    return order.upper()


def main():
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="cook") as cooks:
        futures = [cooks.submit(cook, order) for order in ORDERS]
        for future in futures:
            error = future.exception()
            print(future.result() if error is None else "refused: %s" % error)


if __name__ == "__main__":
    main()
