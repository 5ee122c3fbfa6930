# expect: none
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(3) as pool:
    list(pool.map(time.sleep, [0.03] * 9))
