# expect: none
import multiprocessing

done = 0


def work(n):
    global done
    done = done + 1
    return n * n


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(work, range(10))))
