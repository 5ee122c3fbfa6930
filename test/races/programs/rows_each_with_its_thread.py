# expect: none
import threading

rows = [[0] * 3 for _ in range(3)]


def fill(number):
    row = rows[number]
    for column in range(3):
        row[column] = row[column] + number
        rows[number][column] += 1


threads = [threading.Thread(target=fill, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(map(sum, rows)))
