# expect: queue-unfinished-tasks error count=2 taken=2
# run: --stop-after 2
# exit: 124
import multiprocessing


def wash(dishes):
    while True:
        dish = dishes.get()  # here
        if dish is None:
            break


if __name__ == "__main__":
    dishes = multiprocessing.JoinableQueue()
    washer = multiprocessing.Process(target=wash, args=(dishes,), name="washer")
    washer.start()
    dishes.put("plate")
    dishes.put(None)
    washer.join()
    dishes.join()
