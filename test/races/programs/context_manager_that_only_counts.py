# expect: data-race Section.entered error
# expect: may lost-update Section.entered
import threading


def one():
    return 1


class Section:
    entered = 0

    def __enter__(self):
        Section.entered = Section.entered + one()

    def __exit__(self, *error):
        pass


section = Section()


def work():
    for _ in range(20):
        with section:
            pass


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Section.entered > 0)
