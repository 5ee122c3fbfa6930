# expect: head-of-line-blocking info count=3
import time
from concurrent.futures import ThreadPoolExecutor

SECONDS = [0.3, 0.02, 0.02, 0.02]


def download(seconds):
    time.sleep(seconds)
    return seconds


with ThreadPoolExecutor(4) as readers:
    for _ in readers.map(download, SECONDS):  # here
        time.sleep(0.1)  # prints it
