# expect: pool-starved info workers=2 moreWorkers=4
import time
from concurrent.futures import ThreadPoolExecutor, wait


def step(number):
    time.sleep(0.04)


with ThreadPoolExecutor(2) as pool:  # here
    for _ in range(4):
        wait([pool.submit(step, number) for number in range(4)])
