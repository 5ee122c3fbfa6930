# expect: unread-exception warning count=1 submitted=1
from concurrent.futures import ProcessPoolExecutor


def fails():
    raise KeyError("id")


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        pool.submit(fails)  # here
