# expect: none
import time
from concurrent.futures import ThreadPoolExecutor


def download(page):
    time.sleep(0.05)  # the server takes its time
    return page


with ThreadPoolExecutor(max_workers=8) as readers:
    print(sum(readers.map(download, range(8))))
