# expect: none
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(time.sleep, [0.2, 0.01, 0.01, 0.01])))
