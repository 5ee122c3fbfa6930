# expect: none
from concurrent.futures import Future, ThreadPoolExecutor


class Step:
    def __init__(self):
        self.value = 0
        self.path = []


def then(future, pool, function):
    result = Future()

    def go(done):
        step = done.result()

        def run():
            function(step)
            result.set_result(step)

        pool.submit(run)

    future.add_done_callback(go)
    return result


def grow(step):
    step.value += 1
    step.path.append(step.value)


with ThreadPoolExecutor(3) as pool:
    chains = []
    for _ in range(6):
        future = pool.submit(Step)
        for _ in range(5):
            future = then(future, pool, grow)
        chains.append(future)
    steps = [future.result() for future in chains]
for step in steps:
    step.value += 1
print([step.value for step in steps])
