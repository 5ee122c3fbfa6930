# expect: none
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    list(pool.map(time.sleep, [0.04] * 9))  # all equally long: in no order the last one is not alone
