# expect: none
# may: pool-idle pool-starved
from concurrent.futures import ThreadPoolExecutor

outer_pool = ThreadPoolExecutor(max_workers=2)
inner_pool = ThreadPoolExecutor(max_workers=2)


def outer(number):
    return inner_pool.submit(pow, number, 2).result()


print([each.result() for each in [outer_pool.submit(outer, number) for number in range(6)]])
