# expect: none
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait


class Download:
    def __init__(self, name):
        self.name = name
        self.tries = 0
        self.parts = []

    def run(self):
        self.tries += 1
        self.parts.append(self.tries)
        if self.tries < 3:
            raise OSError(self.name)
        return self


downloads = [Download("f%d" % n) for n in range(6)]
finished = []
with ThreadPoolExecutor(3) as pool:
    pending = {pool.submit(download.run): download for download in downloads}
    while pending:
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            download = pending.pop(future)
            if future.exception():
                download.parts.append(0)
                pending[pool.submit(download.run)] = download
            else:
                finished.append(future.result())
for download in finished:
    download.parts.append(download.tries)
print(sum(len(download.parts) for download in finished))
