"""The query processes: each job gets one to itself, and one that passes its limits is ended and replaced."""

from __future__ import annotations

import asyncio
import itertools
import logging
import multiprocessing as mp
import pickle
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tawthiq.errors import StoreError
from tawthiq.serve.limits import Limits
from tawthiq.serve.worker import Job, Reply, work

log = logging.getLogger("tawthiq.serve")
_START = 60.0  # seconds that a process may take to open the graph
_PAUSE = 1.0  # seconds after a process that did not start
_KEPT, _KEPT_BYTES = 256, 64 << 20  # answers that are kept, and the bytes of all of them
_LONGEST = 8 << 20  # bytes of one of them


class Overdue(Exception):
    """A query passed its time."""


class Ended(Exception):
    """A query process ended before it answered; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"a query process ended with {code}")
        self.code = code


class Busy(Exception):
    """No process came free in time."""


@dataclass(slots=True)
class Process:
    """A query process as the server sees it. The methods block, and run in threads."""

    process: BaseProcess
    pipe: Connection
    offline: bool = False

    @classmethod
    def start(cls, folder: Path, limits: Limits) -> Process:
        """Start one and wait until it has opened the graph. Raises :class:`Ended` if it does not."""
        context = _context()
        here, there = context.Pipe()
        process = context.Process(target=work, args=(there, folder, limits), daemon=True)
        process.start()
        there.close()
        started = cls(process, here)
        try:
            if here.poll(_START):
                started.offline = here.recv()
                return started
        except (EOFError, OSError):
            pass
        started.kill()
        raise Ended(process.exitcode)

    def ask(self, job: Job, file: Path, seconds: float) -> Reply:
        """What comes of a job. Raises :class:`Overdue` and :class:`Ended`, and the process is dead then."""
        try:
            self.pipe.send((job, file))
            if not self.pipe.poll(seconds):
                self.kill()
                raise Overdue
            reply: Reply = self.pipe.recv()
        except (EOFError, OSError) as error:
            self.kill()
            raise Ended(self.process.exitcode) from error
        return reply

    def kill(self) -> None:
        self.process.kill()
        self.process.join(5)


class Pool:
    """``size`` query processes over the copy of a graph in ``folder``.

    Long answers are written into ``answers``; who gets a :class:`Reply` with a file has to remove it.
    """

    def __init__(self, folder: Path, answers: Path, size: int, limits: Limits) -> None:
        self.size = size
        self.limits = limits
        self.offline = False
        self._folder = folder
        self._answers = answers
        self._threads = ThreadPoolExecutor(max_workers=2 * size, thread_name_prefix="query")
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._waiting = 0
        self._numbers = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._processes: dict[int, Process] = {}
        self._kept: OrderedDict[bytes, Reply] = OrderedDict()
        self._bytes = 0
        self._asked: dict[bytes, asyncio.Future[None]] = {}

    async def start(self) -> None:
        """Start the processes. Raises :class:`StoreError` if the first one does not."""
        try:
            await self._add()
        except Ended as error:
            raise StoreError(
                f"{self._folder}: {error}.",
                remedy="You can fix this with a higher --memory, or by building the graph again.",
            ) from error
        for _ in range(self.size - 1):
            self._refill()

    async def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        for process in self._processes.values():
            process.process.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def run(self, job: Job) -> Reply:
        """What comes of a job. Raises :class:`Busy`, :class:`Overdue` and :class:`Ended`.

        The process of a cancelled job is ended, and its work with it. Answers are kept up to a bound: the
        graph does not change, and many ask the same. Who asks what is being worked out waits for that.
        """
        key = pickle.dumps(job) if job.lasting else b""
        if key in self._asked:
            await asyncio.shield(self._asked[key])
        if kept := self._known(key):
            return kept
        if not key or key in self._asked:
            return await self._work(job, key)
        done = self._asked[key] = asyncio.get_running_loop().create_future()
        try:
            return await self._work(job, key)
        finally:
            del self._asked[key]
            done.set_result(None)

    async def _work(self, job: Job, key: bytes) -> Reply:
        process = await self._free()
        file = self._answers / f"answer-{next(self._numbers)}"
        asking = asyncio.get_running_loop().run_in_executor(
            self._threads, process.ask, job, file, self.limits.seconds
        )
        reply: Reply | None = None
        try:
            reply = await asyncio.shield(asking)
            if reply.fault:
                log.error("a query process has a fault:\n%s", reply.fault)
            return self._keep(key, reply) if key and reply.status == 200 else reply
        except asyncio.CancelledError:
            process.process.kill()
            asking.add_done_callback(lambda done: done.exception())
            raise
        finally:
            if reply is None:
                file.unlink(missing_ok=True)
            if reply is None or reply.retire:
                self._replace(process)
            else:
                self._idle.put_nowait(process)

    def _keep(self, key: bytes, reply: Reply) -> Reply:
        """The reply, which is kept if it is not too long; those that nobody asked for longest make room."""
        if reply.file is not None:
            if reply.file.stat().st_size > _LONGEST:
                return reply
            body = reply.file.read_bytes()
            reply.file.unlink()
            reply = replace(reply, body=body, file=None)
        if key not in self._kept:
            self._bytes += len(reply.body)
        self._kept[key] = replace(reply, retire=False)
        while self._bytes > _KEPT_BYTES or len(self._kept) > _KEPT:
            self._bytes -= len(self._kept.popitem(last=False)[1].body)
        return reply

    def _known(self, key: bytes) -> Reply | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    async def _free(self) -> Process:
        if self._waiting >= self.limits.waiting:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self.limits.wait)
        except TimeoutError as error:
            raise Busy from error
        finally:
            self._waiting -= 1

    def _replace(self, process: Process) -> None:
        self._processes.pop(id(process), None)
        process.process.kill()
        self._refill()

    def _refill(self) -> None:
        task = asyncio.get_running_loop().create_task(self._add_at_last())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _add_at_last(self) -> None:
        while True:
            try:
                return await self._add()
            except (Ended, OSError) as error:
                log.error("%s; another one is started", error)
                await asyncio.sleep(_PAUSE)

    async def _add(self) -> None:
        loop = asyncio.get_running_loop()
        process = await loop.run_in_executor(self._threads, Process.start, self._folder, self.limits)
        self._processes[id(process)] = process
        self.offline = process.offline
        self._idle.put_nowait(process)

    @property
    def alive(self) -> int:
        """How many processes live."""
        return sum(process.process.is_alive() for process in self._processes.values())


def _context() -> mp.context.ForkServerContext | mp.context.SpawnContext:
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["tawthiq.serve.jobs"])  # a new process is there in milliseconds then
    return context
