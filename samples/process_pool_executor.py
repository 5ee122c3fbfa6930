"""ProcessPoolExecutor.map: items go out in chunks of two, results come back in the order of the items."""

from concurrent.futures import ProcessPoolExecutor

NUMBERS = [112272535095293, 112582705942171, 99, 1099726899285419, 115280095190773, 100]


def is_prime(number):
    divisor = 2
    while divisor < 20000 and divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def main():
    with ProcessPoolExecutor(max_workers=2) as provers:
        for number, prime in zip(NUMBERS, provers.map(is_prime, NUMBERS, chunksize=2)):
            print(number, "may be prime" if prime else "is not prime")


if __name__ == "__main__":
    main()
