# expect: none
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    for _ in pool.map(time.sleep, [0.01, 0.01, 0.01, 0.2]):
        time.sleep(0.03)
