# expect: none
import threading
from concurrent.futures import ThreadPoolExecutor

go_on = threading.Event()
with ThreadPoolExecutor(1) as pool:
    pool.submit(go_on.wait)
    pool.submit(print, "never").cancel()
    go_on.set()
