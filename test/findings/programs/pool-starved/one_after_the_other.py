# expect: none
import time
from concurrent.futures import ThreadPoolExecutor


def write(line):
    time.sleep(0.02)


with ThreadPoolExecutor(max_workers=1) as writer:  # in their order
    for line in range(8):
        writer.submit(write, line)
