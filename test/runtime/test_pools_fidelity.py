"""Programs with pools print the same with and without us: results, tracebacks, causes, what a stack shows, what is pickled."""

import os
import re
import textwrap
import unittest

from support.programs import Workshop

HEAD = """
import multiprocessing, multiprocessing.dummy, multiprocessing.pool, pickle, sys, threading, traceback
import concurrent.futures as futures
from concurrent.futures import process as process_module, thread as thread_module

def stack(n):
    return [(frame.name, frame.lineno, frame.filename) for frame in traceback.extract_stack()[:-1]]

def fails(n):
    if n == 2:
        raise ValueError(n)
    return n

def fails_inside(n):
    try:
        return fails(n)
    except ValueError as error:
        raise KeyError(n) from error

def show(work):
    try:
        print(work())
    except BaseException:
        traceback.print_exc()

def every(pool, stack=stack, fails=fails):
    show(lambda: pool.apply(stack, (1,)))
    show(lambda: pool.map(stack, range(3), 2))
    show(lambda: list(pool.imap(stack, range(2))))
    show(lambda: pool.starmap(stack, [(1,), (2,)], 1))
    for called in fails, fails_inside:
        show(lambda: pool.apply(called, (2,)))
        show(lambda: pool.map(called, range(4), 4))
        show(lambda: list(pool.imap(called, range(4), 2)))
        show(lambda: list(pool.imap_unordered(called, [2])))
        show(lambda: pool.starmap_async(called, [(2,)]).get())

def every_future(executor):
    show(lambda: executor.submit(stack, 1).result())
    show(lambda: list(executor.map(stack, range(2))))
    show(lambda: list(executor.map(stack, range(3), chunksize=2)))
    for called in fails, fails_inside:
        show(lambda: executor.submit(called, 2).result())
        show(lambda: list(executor.map(called, range(2, 3), chunksize=4)))
        show(lambda: executor.submit(called, 2).exception())
"""


class TheSame(unittest.TestCase):
    def setUp(self):
        self.workshop = Workshop()
        self.addCleanup(self.workshop.close)

    def check(self, text):
        body = textwrap.indent(textwrap.dedent(text), "    ")
        path = self.workshop.write("program.py", HEAD + '\nif __name__ == "__main__":\n' + body)
        plain, traced = self.workshop.untraced(path).comparable(), self.workshop.traced(path).comparable()
        # A result that is there already is raised at another line than one that was waited for.
        plain, traced = [o._replace(err=re.sub(r"line \d+, in (result|next)", r"\1", o.err)) for o in (plain, traced)]
        self.assertEqual(plain.code, 0, plain.err)
        self.maxDiff = None
        self.assertEqual(traced.out.splitlines(), plain.out.splitlines())
        self.assertEqual(traced.err.splitlines(), plain.err.splitlines())

    def test_pools_of_threads(self):
        self.check("""
            with multiprocessing.dummy.Pool(1) as pool:
                every(pool)
            with futures.ThreadPoolExecutor(1) as executor:
                every_future(executor)
        """)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this system")
    def test_pools_of_processes(self):
        self.check("""
            context = multiprocessing.get_context("fork")
            with context.Pool(1) as pool:
                every(pool)
            with futures.ProcessPoolExecutor(1, context) as executor:
                every_future(executor)
        """)

    def test_classes_and_mistakes(self):
        self.check("""
            def mistakes(cls, *arguments):
                for wrong in (lambda: cls(0), lambda: cls("x"), lambda: cls(1, 2, 3, 4, 5, 6, 7)):
                    show(wrong)
                print(cls, cls.__mro__, cls.__init__.__qualname__)
            for cls in futures.ThreadPoolExecutor, futures.ProcessPoolExecutor, multiprocessing.pool.ThreadPool:
                mistakes(cls)
            with futures.ThreadPoolExecutor(1) as executor:
                future = executor.submit(fails, 1)
                print(future.result(), isinstance(future, futures.Future), type(future), future)
                for thing in executor, future:
                    show(lambda: pickle.dumps(thing))
                show(lambda: executor.submit())
                show(lambda: executor.map())
                show(lambda: executor.map(fails, 5))
            show(lambda: executor.submit(fails, 1))
            with multiprocessing.pool.ThreadPool(1) as pool:
                show(lambda: pickle.dumps(pool))
                show(lambda: pool.map(fails, 5))
                show(lambda: pool.imap(fails, [1], 0))
                show(lambda: pool.join())
            show(lambda: pool.apply(fails, (1,)))
        """)

    def test_what_is_done_is_not_kept_alive(self):
        self.check("""
            import weakref
            class Thing:
                pass
            def take(thing):
                return weakref.ref(thing)
            with multiprocessing.pool.ThreadPool(1) as pool, futures.ThreadPoolExecutor(1) as executor:
                print(pool.apply(take, (Thing(),))())
                print([reference() for reference in pool.map(take, [Thing(), Thing()], 2)])
                print(executor.submit(take, Thing()).result()())
            for make in (lambda: futures.ThreadPoolExecutor(1), lambda: multiprocessing.pool.ThreadPool(1)):
                pool = make()
                (pool.terminate if hasattr(pool, "terminate") else pool.shutdown)()
                gone = weakref.ref(pool)
                del pool
                print(gone())
        """)


if __name__ == "__main__":
    unittest.main()
