# expect: none
import time
from concurrent.futures import ThreadPoolExecutor


def fetch(page):
    time.sleep(0.02)


with ThreadPoolExecutor(max_workers=16) as pool:  # a thread is started when no other is free
    for page in range(6):
        pool.submit(fetch, page).result()
