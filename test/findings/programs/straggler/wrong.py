# expect: straggler info workers=3
import time
from concurrent.futures import ThreadPoolExecutor

MINUTES = [5, 5, 5, 5, 5, 5, 20]


def cook(minutes):
    time.sleep(minutes / 100)


with ThreadPoolExecutor(3) as cooks:
    for minutes in MINUTES:
        cooks.submit(cook, minutes)  # here
