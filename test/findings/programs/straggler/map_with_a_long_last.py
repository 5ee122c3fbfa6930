# expect: straggler info workers=4
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    list(pool.map(time.sleep, [0.04] * 8 + [0.2]))  # here
