"""What no instrument can see: how much of the processor each thread gets, and what it does in calls of C code that block.

A duty of the service thread, some 50 times a second. CPU clocks of all threads are read in one go, in C: 0.5 µs a thread.
A lane's samples are written only where something changes; a *run* of ticks with about the same share of the processor, in the
same kind of wait, has its first and its last tick in the recording (docs/trace-format.md, "Samples").

    share    ▁▁▁▁▁▁▁▁▁█████████▁▁▁▁    one lane over time
    ticks    · · · · · · · · · · · ·
    written          × ×       × ×     the last of a run is written, late, when the next begins

Where a thread stands still, its system call is read, once: while its clock does not move it is still in the same one. That
takes three calls that let go of the GIL, and in a busy program each of them waits 5 ms to get it back. So in such a program
only those are asked that certainly do not wait for the GIL: who does wakes up every 5 ms to ask for it (`take_gil` in
ceval_gil.c, sys.getswitchinterval), and that moves its clock.
"""

from _functools import partial
from _operator import attrgetter, ne
from itertools import compress
from sys import platform
from time import perf_counter_ns as now
from time import thread_time_ns

from _raceway import identity, recorder, strays
from _raceway.kinds import EXT, SAMPLE, SOMETHING_ELSE, WAIT
from _raceway.lanes import BEGUN, UNKNOWN, Lane
from _raceway.places import places

TICK_NS = 20_000_000
SLOWEST_TICK_NS = 500_000_000
# The tick gets longer where it would take more than this share of one processor.
AIM_SHARE = 0.01
# A run goes on while its share of the processor stays within this.
SAME_SHARE = 0.125
# From that share on a thread is not asked what it waits for: it mostly does not.
BUSY_SHARE = 0.9
# A thread that runs has a sample at least so often: the process may be killed before the end of a run.
LONGEST_UNTOLD_NS = 1_000_000_000
# Looks into the kernel a tick; and the time they may take, after which the GIL is said to be in demand for some ticks.
MOST_LOOKS = 16
LOOKS_NS = 1_000_000
TICKS_IN_DEMAND = 10
# The tick doubles each time that so many samples have been written: an hour of 200 busy threads stays below 200 MB.
SAMPLES_A_DOUBLING = 1_000_000
# Threads that nobody announced are looked for every so many ticks.
TICKS_TO_STRAYS = 10

_native = attrgetter("native")


class _Run:
    """What is known of one lane, and the run that its last tick belongs to.

    written   time of the last sample in the recording
    looked    its CPU clock at the last look into the kernel: the same as now, and it still waits for the same
    asked     the tick of that look
    """

    __slots__ = ("asked", "clock", "ident", "kind", "lane", "looked", "native", "share", "site", "written")

    def __init__(self, ident, lane):
        self.ident, self.lane, self.native = ident, lane, lane.native
        self.clock = clock_of(lane.native)
        self.asked = self.kind = self.site = self.written = 0
        self.looked = -1
        self.share = -1.0


def clock_of(native):
    """The clock of a thread's CPU time; safe for one that is gone.

    CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED of linux/posix-timers.h, as pthread_getcpuclockid makes it; but that reads memory of
    the thread, which may be gone.
    """
    return ~native << 3 | 6


class Sampler:
    """Samples of this process's threads, in a lane of its own.

    `clock(clock_of(native id))` is a thread's CPU time in ns and `look(native id)` the kind of what it waits for in the kernel;
    both raise OSError for a thread that is gone. `look` is None where the system does not tell.
    """

    def __init__(self, clock, look):
        self.clock, self.look = clock, look
        self.begin_anew()

    def begin_anew(self):
        """At first, and in a forked child: nothing is known of any thread."""
        self.lane = Lane(recorder.new_lane())
        self.lanes, self.natives, self.runs, self.clocks, self.cpus = [], [], [], [], []
        self.moving = set()  # runs to be looked at even where the clock does not move
        self.last_tick = now()
        self.samples = self.ticks = self.demanded = 0
        self.looked = self.starved = self.told = 0
        self.cost_ns = 0.0

    def tick(self):
        """The duty: look at all threads once. Returns the time to the next tick, in ns."""
        began = thread_time_ns()
        if identity.here.get(identity.get_ident()) is not self.lane:
            self._settle()
        if identity.announced or self.ticks % TICKS_TO_STRAYS == 0:
            strays.look()
        self.ticks += 1
        self._read()
        self.cost_ns += (thread_time_ns() - began - self.cost_ns) / 8
        tick = TICK_NS << (self.samples // SAMPLES_A_DOUBLING).bit_length()
        return int(min(max(tick, self.cost_ns / AIM_SHARE), SLOWEST_TICK_NS))

    def finish(self):
        """The process is about to end, and nobody else calls `tick` any more: tell where each thread has come to."""
        self._follow()
        time, cpus = self._clocks()
        for run, cpu in zip(self.runs, cpus):
            if not run.lane.ended and run.share >= 0:
                self._write(run, time, cpu, run.kind, run.site)
        self._tell_looks()

    def _settle(self):
        """In the service thread, each time that it has begun: what is recorded in it, by finalizers, goes to our lane."""
        for ident in [ident for ident, lane in list(identity.here.items()) if lane is self.lane]:
            identity.here.pop(ident, None)
        identity.settle(self.lane)
        if self.lane.since != BEGUN:
            row = {"name": "Raceway", "daemon": True, "internal": True, "sampler": True}
            recorder.introduce(self.lane, identity.get_ident(), row)
            recorder.begin(self.lane, 0)

    def _follow(self):
        """Know all threads that there are now."""
        here = list(identity.here.items())
        lanes = [lane for _, lane in here]
        natives = list(map(_native, lanes))
        if lanes == self.lanes and natives == self.natives:
            return
        self.lanes, self.natives = lanes, natives
        known = {run.lane: (run, cpu) for run, cpu in zip(self.runs, self.cpus)}
        runs, cpus = [], []
        for ident, lane in here:
            run, cpu = known.pop(lane, (None, 0))
            if lane is self.lane or lane.native == UNKNOWN:
                continue
            if run is None or run.native != lane.native:
                run, cpu = _Run(ident, lane), 0
            runs.append(run)
            cpus.append(cpu)
        for run, cpu in known.values():  # another thread has their ident
            self._end(run, cpu)
        while identity.left:
            recorder.finish(identity.left.pop(), 0)
        self.runs, self.clocks, self.cpus = runs, [run.clock for run in runs], cpus
        self.moving.intersection_update(runs)

    def _clocks(self):
        """(time, CPU clocks of `self.runs`); threads that are gone have been removed from there."""
        while True:
            try:
                cpus = list(map(self.clock, self.clocks))
            except OSError:
                self._bury()
            else:
                return now(), cpus

    def _bury(self):
        for run in self.runs:
            try:
                self.clock(run.clock)
            except OSError:
                if identity.here.get(run.ident) is run.lane:
                    del identity.here[run.ident]
        self._follow()

    def _end(self, run, cpu):
        """The thread is gone, or about to go."""
        if run.share >= 0 and run.written < self.last_tick:
            self._write(run, self.last_tick, cpu, run.kind, run.site)
            run.share = -1.0
        if not run.lane.ended:
            recorder.finish(run.lane, cpu)

    def _read(self):
        self._follow()
        time, cpus = self._clocks()
        runs, before = self.runs, self.cpus
        ran = set(compress(runs, map(ne, cpus, before)))
        awake = (
            [row for row in zip(runs, before, cpus) if row[0] in ran or row[0] in self.moving]
            if ran or self.moving
            else ()
        )
        self.moving = ran
        self.cpus = cpus
        span = max(1, time - self.last_tick)
        asking = []
        for run, old, cpu in awake:
            share = min(1.0, (cpu - old) / span)
            if run.lane.ended:
                self._end(run, old)
            elif cpu == run.looked:
                self._note(run, time, old, cpu, share, run.kind, run.site)
            elif share >= BUSY_SHARE or self.look is None or _is_in_wait(run.lane):
                self._note(run, time, old, cpu, share, 0, 0)
            else:
                asking.append((run, old, cpu, share))
        if asking:
            answers = self._ask([(run, share) for run, _, _, share in asking])
            for run, old, cpu, share in asking:
                self._note(run, time, old, cpu, share, *answers.get(run) or _as_before(run, share))
        self.last_tick = time

    def _ask(self, asking):
        """run → (io kind, site) of those that were asked what they wait for, as far as there is time for it."""
        # Whoever stands still first, and then whoever has been asked longest ago.
        asking.sort(key=lambda row: (row[1] > 0, row[0].asked))
        looks = []
        began = now()
        for run, share in asking[:MOST_LOOKS]:
            if share and self.ticks < self.demanded or now() - began > LOOKS_NS:
                break
            run.asked = self.ticks
            try:
                looks.append((run, self.clock(run.clock), self.look(run.native)))
            except OSError:
                pass  # it has just ended
        if now() - began > LOOKS_NS:
            self.demanded = self.ticks + TICKS_IN_DEMAND
        waiting = [run.ident for run, _, kind in looks if kind]
        sites = places(waiting) if waiting else {}
        standing = [(run, kind) for run, clock, kind in looks if self._stands_at(run, clock)]
        answers = {run: (kind, sites.get(run.ident, 0)) for run, kind in standing}
        self._count(asking, looks, standing)
        self.moving.update([run for run, share in asking if share == 0 and run not in answers])
        return answers

    def _count(self, asking, looks, standing):
        """Who stands still and waits for nothing in the kernel, not even for the GIL, has no processor to run on."""
        running = {run for run, share in asking if share}
        self.looked += sum([run in running for run, _, _ in looks])
        self.starved += sum([run in running and not kind for run, kind in standing])
        if self.looked >= 2 * self.told:
            self._tell_looks()

    def _tell_looks(self):
        if self.looked > self.told:
            self.told = self.looked
            recorder.meta({"k": "looks", "looks": self.looked, "starved": self.starved})

    def _stands_at(self, run, clock):
        """Only who has not moved since it was looked at is where it was seen."""
        try:
            run.looked = clock if self.clock(run.clock) == clock else -1
        except OSError:
            run.looked = -1
        return run.looked >= 0

    def _note(self, run, time, old, cpu, share, kind, site):
        same = run.share >= 0 and kind == run.kind and site == run.site and abs(share - run.share) < SAME_SHARE
        # Whether it waits for the GIL is told by whether its clock moves at all.
        if same and (kind != SOMETHING_ELSE or (share == 0) == (run.share == 0)):
            if share and time - run.written > LONGEST_UNTOLD_NS:
                self._write(run, time, cpu, kind, site)
            return
        if run.share >= 0 and run.written < self.last_tick:
            self._write(run, self.last_tick, old, run.kind, run.site)
        run.share, run.kind, run.site = share, kind, site
        self._write(run, time, cpu, kind, site)

    def _write(self, run, time, cpu, kind, site):
        run.written = time
        self.samples += 1
        recorder.emit_into(self.lane, SAMPLE, run.lane.id << 40 | kind, cpu, site, time)


def _is_in_wait(lane):
    """The lane's last record is a wait that lasts: we know what its thread does."""
    q, k = lane.q, lane.k
    return k >= 8 and q[k - 1] >> 56 == EXT and q[k - 5] >> 56 == WAIT and q[k - 7] == 0


def _as_before(run, share):
    """What is assumed of a thread that was not asked: the same as before where it goes on in the same way."""
    is_same = (share == 0) == (run.share == 0) and abs(share - run.share) < SAME_SHARE
    return (run.kind, run.site) if is_same else (0, 0)


_sampler = None


def start(service):
    """Begin to sample this process, in a forked child too; what cannot be had on this system is noted."""
    global _sampler
    if _sampler is not None:
        _sampler.begin_anew()
        return
    _sampler = _sampler_of_this_system()
    if _sampler is not None:
        service.every(TICK_NS, _sampler.tick, "sampler")


def finish(service_has_ended):
    """The process ends; where the service thread goes on for some reason, what it would still write is left to it."""
    strays.bury_all()
    if service_has_ended and _sampler is not None and _sampler.ticks:
        _sampler.finish()


def _sampler_of_this_system():
    if platform != "linux":
        recorder.note("sampler", "this system does not tell what single threads use of the processor: no state `gil`")
        return None
    from time import clock_gettime_ns

    try:
        clock_gettime_ns(clock_of(identity.get_native_id()))
    except OSError as error:
        recorder.note("sampler", "CPU clocks of threads cannot be read: %s" % error.strerror)
        return None
    from _raceway import syscalls

    kinds = syscalls.kinds_of_this_machine()
    look = partial(syscalls.kind_of_wait, kinds=kinds) if kinds else None
    try:
        if look is not None:
            look(identity.get_native_id())
    except OSError:
        look = None
    if look is None:
        text = (
            "this system does not tell what threads wait for: waits for I/O only where Raceway's instruments see them"
        )
        recorder.note("sampler", text)
    return Sampler(clock_gettime_ns, look)
