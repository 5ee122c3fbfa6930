# expect: none
import collections, threading

words, lock = collections.Counter(), threading.Lock()


def work():
    for word in "a b a a".split():
        with lock:
            words[word] += 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(words.items()))
