# expect: none
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

SECONDS = [0.3, 0.02, 0.02, 0.02]


def download(seconds):
    time.sleep(seconds)
    return seconds


with ThreadPoolExecutor(4) as readers:
    pages = [readers.submit(download, seconds) for seconds in SECONDS]
    for page in as_completed(pages):
        page.result()
        time.sleep(0.1)  # prints it
