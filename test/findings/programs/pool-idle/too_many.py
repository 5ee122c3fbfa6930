# expect: pool-idle info workers=8 oneAtATime=false
import time
from multiprocessing.pool import ThreadPool


def handle(request):
    time.sleep(0.002)


if __name__ == "__main__":
    with ThreadPool(8) as pool:  # here
        handled = []
        for request in range(10):
            time.sleep(0.015)
            handled.append(pool.apply_async(handle, (request,)))
        for one in handled:
            one.get()
