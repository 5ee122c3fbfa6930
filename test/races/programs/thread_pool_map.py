# expect: none
from multiprocessing.pool import ThreadPool


class Cell:
    def __init__(self, n):
        self.n = n


def square(cell):
    cell.n = cell.n * cell.n
    return cell.n


cells = [Cell(n) for n in range(10)]
with ThreadPool(3) as pool:
    print(sum(pool.map(square, cells)))
for cell in cells:
    cell.n = cell.n + 1
print(sum(cell.n for cell in cells))
