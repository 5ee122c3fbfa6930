# expect: stuck-lane warning
# run: --stop-after 2
# exit: any
import multiprocessing


def compute(results):
    results.put("x" * 5_000_000)  # more than the pipe holds: it is written as somebody reads


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=compute, args=(results,), daemon=True)
    process.start()
    process.join()  # here
    print(len(results.get()))
