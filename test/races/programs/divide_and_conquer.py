# expect: none
import threading


def sort(values, low, high, depth):
    if high - low < 2:
        return
    middle = (low + high) // 2
    if depth:
        left = threading.Thread(target=sort, args=(values, low, middle, depth - 1))
        left.start()
        sort(values, middle, high, depth - 1)
        left.join()
    else:
        sort(values, low, middle, 0)
        sort(values, middle, high, 0)
    merged, a, b = [], low, middle
    while a < middle and b < high:
        if values[a] < values[b]:
            merged.append(values[a])
            a += 1
        else:
            merged.append(values[b])
            b += 1
    merged += values[a:middle] + values[b:high]
    for n, value in enumerate(merged):
        values[low + n] = value


values = [n * 7 % 31 for n in range(31)]
sort(values, 0, len(values), 2)
assert values == sorted(values)
print(values)
