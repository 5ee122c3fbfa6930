# expect: head-of-line-blocking info count=4
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(5) as pool:
    asked = [pool.submit(time.sleep, seconds) for seconds in (0.25, 0.01, 0.01, 0.01, 0.01)]
    for future in asked:
        future.result()  # here
        time.sleep(0.05)
