# expect: none
import time
from concurrent.futures import ThreadPoolExecutor

SECONDS = [0.3, 0.02, 0.02, 0.02, 0.02, 0.02]

with ThreadPoolExecutor(2) as pool:
    list(pool.map(time.sleep, SECONDS))
