# expect: pool-starved info workers=2 moreWorkers=8
import time
from concurrent.futures import ThreadPoolExecutor


def download(page):
    time.sleep(0.05)  # the server takes its time
    return page


with ThreadPoolExecutor(max_workers=2) as readers:  # here
    print(sum(readers.map(download, range(8))))
