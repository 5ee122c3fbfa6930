# expect: none
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool


class Cell:
    def __init__(self, n):
        self.n = n
        self.neighbours = []
        self.sum = 0


def collect(cell):
    for n in range(3):
        cell.neighbours.append(n)
        cell.sum += n
    return cell


cells = [Cell(n) for n in range(12)]
with ThreadPoolExecutor(4) as pool:
    for _ in range(3):
        for cell in pool.map(collect, cells):
            cell.sum -= 1
with ThreadPool(3) as pool:
    for cell in pool.map(collect, cells, chunksize=2):
        cell.sum -= 1
    for cell in pool.imap_unordered(collect, cells):
        cell.sum -= 1
    pool.apply_async(collect, (cells[0],)).get()
    cells[0].sum += 1
print([cell.sum for cell in cells])
