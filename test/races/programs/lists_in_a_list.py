# expect: data-race grid[][] error
# expect: lost-update grid[][]
import threading
import time

grid = [[0] * 3 for _ in range(2)]


def work():
    for _ in range(5):
        seen = grid[1][2]
        time.sleep(0.001)
        grid[1][2] = seen + 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(grid[1][2] > 0)
