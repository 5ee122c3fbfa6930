"""What asyncio's own coroutines wait for: time, other tasks, the network, child processes, threads.

Each hook stands before an `await` of the library and says what the future means; `asyncio_tasks` does the rest.
"""

from sys import _getframe, modules

from _raceway.instruments import asyncio_queues
from _raceway.instruments.asyncio_tasks import awaits, meaning
from _raceway.kinds import (
    IO_ACCEPT,
    IO_CHILD,
    IO_CONNECT,
    IO_RECEIVE,
    IO_SEND,
    IO_TLS,
    OP_FUTURE,
    OP_IO,
    OP_SLEEP,
    OP_TASKS,
)
from _raceway.patching import Instrument, after, before

LONGEST_NS = (1 << 55) - 1
LONGEST_S = 3e7  # 347 days, below LONGEST_NS: what is beyond is recorded as LONGEST_NS

waits = Instrument("asyncio waits")
streams = Instrument("asyncio streams")
children = Instrument("asyncio subprocesses")


def install(base_events):
    """Nothing yet, see `asyncio_tasks.install`."""


def weave():
    """Weave the hooks: the package is imported and a loop was made."""
    _weave_waits(modules["asyncio.tasks"], modules["asyncio.futures"], modules.get("asyncio.taskgroups"))
    _weave_streams(modules["asyncio.base_events"], modules["asyncio.streams"], modules.get("asyncio.selector_events"))
    transport = modules["asyncio.base_subprocess"].BaseSubprocessTransport
    children.weave_all((transport._wait, before("return await waiter", _io("waiter", IO_CHILD))))


def _weave_waits(tasks, futures, taskgroups):
    several = before("await waiter", "HOOKS.awaits_several(waiter)")
    one = before("await waiter", "HOOKS.awaits_one(waiter, fut)")
    table = [
        (tasks.sleep, before("return await future", "HOOKS.sleeps(future, delay)")),
        (tasks._wait, several),
        (tasks._cancel_and_wait, one),
        (tasks.shield, before("def _inner_done_callback(", "HOOKS.stands_for(outer, inner)")),
        (futures.wrap_future, after("new_future = ", "HOOKS.wraps(new_future, future)")),
    ]
    if "waiter" in tasks.wait_for.__code__.co_varnames:  # up to 3.11
        table.append((tasks.wait_for, one))
    iterator = getattr(tasks, "_AsCompletedIterator", None)
    if iterator is None:  # up to 3.12
        table.append((tasks.as_completed, after("done = Queue(", "HOOKS.collects(done)")))
    else:
        table.append((iterator._wait_for_one, before("f = await self._done.get()", "HOOKS.awaits_next(self._done)")))
    if taskgroups is not None:
        group = taskgroups.TaskGroup
        end = getattr(group, "_aexit", group.__aexit__)
        table.append((end, before("await self._on_completed_fut", "HOOKS.awaits_several(self._on_completed_fut)")))
    waits.weave_all(*table)


def _weave_streams(base_events, streams_module, selector_events):
    table = [
        (streams_module.StreamReader._wait_for_data, before("await self._waiter", _io("self._waiter", IO_RECEIVE))),
        (streams_module.FlowControlMixin._drain_helper, before("await waiter", _io("waiter", IO_SEND))),
        (
            base_events.Server.serve_forever,
            before("await self._serving_forever_fut", _io("self._serving_forever_fut", IO_ACCEPT)),
        ),
        (
            base_events.BaseEventLoop._create_connection_transport,
            before("await waiter", "HOOKS.connects(waiter, ssl)"),
        ),
    ]
    if selector_events is not None:
        loop = selector_events.BaseSelectorEventLoop
        for name, kind in _SOCKET_CALLS:
            function = getattr(loop, name, None)
            if function is not None:
                table.append((function, before("return await fut", _io("fut", kind))))
    streams.weave_all(*table)


_SOCKET_CALLS = (
    ("sock_recv", IO_RECEIVE),
    ("sock_recv_into", IO_RECEIVE),
    ("sock_recvfrom", IO_RECEIVE),  # since 3.11, as the next and sock_sendto
    ("sock_recvfrom_into", IO_RECEIVE),
    ("sock_sendall", IO_SEND),
    ("sock_sendto", IO_SEND),
    ("sock_connect", IO_CONNECT),
    ("sock_accept", IO_ACCEPT),
)


def _io(future, kind):
    return "HOOKS.does_io(%s, %d)" % (future, kind)


@streams.hook
@children.hook
def does_io(future, kind):
    """The task will wait for what is outside Python."""
    awaits(future, OP_IO, kind, _getframe(1))


@streams.hook
def connects(waiter, ssl):
    """A transport was made; it tells when it is ready to use, its handshake done."""
    awaits(waiter, OP_IO, IO_TLS if ssl else IO_CONNECT, _getframe(1))


@waits.hook
def sleeps(future, delay):
    """asyncio.sleep: the time has not come yet."""
    try:
        asked = LONGEST_NS if delay > LONGEST_S else int(delay * 1e9)
    except (TypeError, ValueError, ArithmeticError):  # the program's own kind of number
        asked = 0
    awaits(future, OP_SLEEP, asked, _getframe(1))


@waits.hook
def awaits_several(future):
    """`wait`, the end of a task group: the future is for several others."""
    awaits(future, OP_TASKS, 0, _getframe(1))


@waits.hook
def awaits_next(done):
    """`as_completed`: the queue of those that are done."""
    if not done._queue:
        awaits(None, OP_TASKS, 0, _getframe(1))


@waits.hook
def collects(done):
    """`as_completed` up to 3.12: the queue through which those that are done come."""
    asyncio_queues.part(done)


@waits.hook
def awaits_one(waiter, future):
    """`wait_for` and the like: the waiter is for one other."""
    op, argument = meaning(future)
    awaits(waiter, op, argument, _getframe(1))


@waits.hook
def stands_for(outer, inner):
    """`shield`: who waits for `outer` waits for `inner`."""
    object.__setattr__(outer, "_raceway", meaning(inner))


@waits.hook
def wraps(new_future, future):
    """`wrap_future`: the new one stands for an item of a pool, where that is known."""
    told = getattr(future, "_raceway", None)
    if type(told) is tuple and len(told) == 2:
        object.__setattr__(new_future, "_raceway", (OP_FUTURE, told[0] << 40 | told[1]))
