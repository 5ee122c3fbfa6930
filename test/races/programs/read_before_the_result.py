# expect: data-race Page.text info
from concurrent.futures import ThreadPoolExecutor


class Page:
    def __init__(self):
        self.text = ""

    def fetch(self):
        self.text = "done"


page = Page()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(page.fetch)
    print(len(page.text) >= 0)
    future.result()
print(page.text)
