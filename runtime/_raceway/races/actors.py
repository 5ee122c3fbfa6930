"""Who accesses: the lane of a thread, or the task of asyncio that it runs."""

_tasks = {}


class Task:
    """To the judge a lane like others. `id` is the number of the task's lane."""

    __slots__ = ("ended", "id")

    def __init__(self, number):
        self.id, self.ended = number, False


def actor(lane, task):
    """`task`: number of the task that the lane ran, 0 = none."""
    if not task:
        return lane
    known = _tasks.get(task)
    if known is None:
        known = _tasks[task] = Task(task)
    return known


def forget():
    """In a forked child."""
    _tasks.clear()
