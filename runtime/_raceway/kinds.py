"""The numbers of the recording format: kinds of records, what waits are for and how they end, kinds of objects.

They are told in docs/trace-format.md and read by core/trace/types.ts. No number is ever given a second meaning.
"""

# Spans
HOLD, WAIT, HOLD_AGAIN, ITEM = 1, 2, 3, 4

# Instants
NEW, PERMIT, RELEASE, SET, CLEAR, PASSED, NOTIFY, PUT, GET, TASK_DONE = 16, 17, 18, 19, 20, 21, 22, 23, 24, 25
MISSED, OVER_RELEASE, REENTRY, TOOK, COUNTED = 26, 27, 28, 29, 30
SUBMITTED, HANDED, WORKER, SENT, CANCELLED, DONE = 31, 32, 33, 34, 35, 36
LEARNED, FUTURE_SET, TAKEN_OVER = 37, 38, 39
LANE_START, LANE_END, THREAD_START = 40, 41, 42
TASK_START, STEP, STEP_END = 43, 44, 45
SAMPLE = 46
ACCESS = 47
ERROR_READ = 48
UNAWAITED, TASK_LOST = 49, 50

EXT = 127

# What a wait is for
OP_LOCK, OP_CONDITION, OP_EVENT, OP_SEMAPHORE, OP_BARRIER, OP_GET, OP_PUT, OP_QUEUE_JOIN, OP_JOIN, OP_SLEEP = range(
    1, 11
)
OP_PROCESS_JOIN, OP_FUTURE, OP_POOL_JOIN, OP_IDLE, OP_IO, OP_TASK, OP_TASKS = range(11, 18)
# Nobody waits for this one: a callback that another thread asked an event loop for (LEARNED)
OP_CALL = 18

# How it ended
GOT, TIMED_OUT, EXCEPTION, FAILED = 1, 2, 3, 4

# How a step of a task ended
SUSPENDED, RETURNED, RAISED, WAS_CANCELLED = 0, 1, 2, 3

# What a thread does outside Python (OP_IO, SAMPLE)
(
    IO_UNKNOWN,
    IO_CONNECT,
    IO_ACCEPT,
    IO_RECEIVE,
    IO_SEND,
    IO_SELECT,
    IO_CHILD,
    IO_READ,
    IO_WRITE,
    IO_INPUT,
    IO_TLS,
    IO_NAME_LOOKUP,
) = range(1, 13)
SOMETHING_ELSE = 255

# Object kinds: the lower five bits …
(
    LOCK,
    RLOCK,
    CONDITION,
    EVENT,
    SEMAPHORE,
    BOUNDED_SEMAPHORE,
    BARRIER,
    QUEUE,
    LIFO_QUEUE,
    PRIORITY_QUEUE,
    SIMPLE_QUEUE,
    JOINABLE_QUEUE,
    PIPE,
    THREAD_POOL_EXECUTOR,
    PROCESS_POOL_EXECUTOR,
    THREAD_POOL,
    PROCESS_POOL,
) = range(1, 18)
# … and whose it is above them: nothing for threading, queue and pools.
OF_MULTIPROCESSING, OF_ASYNCIO = 1 << 5, 2 << 5
