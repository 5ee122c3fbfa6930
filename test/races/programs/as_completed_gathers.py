# expect: none
from concurrent.futures import ThreadPoolExecutor, as_completed


class Page:
    def __init__(self, n):
        self.n = n
        self.text = None


def fetch(page):
    page.text = "x" * page.n
    return page


pages = [Page(n) for n in range(6)]
with ThreadPoolExecutor(3) as pool:
    for future in as_completed([pool.submit(fetch, page) for page in pages]):
        page = future.result()
        page.text = page.text + "."
print([page.text for page in pages])
