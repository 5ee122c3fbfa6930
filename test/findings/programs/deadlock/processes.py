# expect: deadlock error circle.length=2
# run: --stop-after 2
# exit: any
import multiprocessing


def write(first, second, both_have_one):
    with first:
        both_have_one.wait()
        with second:  # here
            print("never")


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    journal, ledger = context.Lock(), context.Lock()
    both_have_one = context.Barrier(2)
    processes = [
        context.Process(target=write, args=(journal, ledger, both_have_one), daemon=True),
        context.Process(target=write, args=(ledger, journal, both_have_one), daemon=True),
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
