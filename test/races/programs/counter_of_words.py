# expect: data-race words[] warning luck
import collections, threading

words = collections.Counter()


def work():
    for word in "a b a a".split():
        words[word] += 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(words))
