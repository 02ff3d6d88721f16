"""Articles through all stages up to the graph, in this process or in several; results keep their order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from tawthiq.errors import InputError, TawthiqError
from tawthiq.extract import extract
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.parcels import Parcel, pack
from tawthiq.graph.runs import Run
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse
from tawthiq.model import Document, ResolvedDocument
from tawthiq.resolve import resolve

FEW = 48
"""Documents up to which starting more processes takes longer than it saves."""
_SELDOM = 100_000
"""New objects after which Python looks for cycles among them while articles are read."""
_AHEAD = 8
"""Documents that are given out for each process before the first of them comes back."""


class WorkerError(TawthiqError):
    """A process that reads articles has ended before its work was done."""

    exit_code = 3


@dataclass(frozen=True)
class Setting:
    """What all documents of a build share. ``extra`` are the user's own knowledge files."""

    run: Run
    namespace: Namespace
    extra: tuple[Path, ...] = ()


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_document(document: Document, knowledge: Knowledge) -> ResolvedDocument:
    """One document through all stages up to the graph. The document says its language."""
    sentences = analyse(document, knowledge)
    return resolve(extract(document, sentences, knowledge), sentences, knowledge)


def read_all(
    documents: Iterable[Document], knowledge: Knowledge, setting: Setting, workers: int
) -> Generator[Parcel | TawthiqError, None, None]:
    """Each document ready for the store, or why it cannot be read, in the documents' order.

    ``workers`` processes read them, 0 standing for one a processor; a few documents are read in this
    one. Raises :class:`WorkerError` if a process dies.
    """
    waiting = iter(documents)
    count = workers or cores()
    first = list(islice(waiting, FEW + 1)) if count > 1 else []
    if len(first) > FEW:
        yield from _read_together(chain(first, waiting), setting, count)
    else:
        with few_collections():
            for document in chain(first, waiting):
                yield _packed(document, knowledge, setting)


@contextmanager
def few_collections() -> Iterator[None]:
    """Let Python look for unreachable cycles seldom, and not among what is there already.

    Reading leaves hardly any, and to look for them takes long where so much is known.
    """
    before = gc.get_threshold()
    _collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _collect_seldom() -> None:
    gc.freeze()
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


def _packed(document: Document, knowledge: Knowledge, setting: Setting) -> Parcel | TawthiqError:
    try:
        resolved = read_document(document, knowledge)
        return pack(resolved, knowledge.schema, setting.namespace, setting.run)
    except TawthiqError as error:
        return error
    except Exception as error:  # one article must not cost the others
        return InputError(
            f"document «{document.id}»: reading it failed ({type(error).__name__}: {error}).",
            remedy="This is a fault of Tawthiq; please report it with the article.",
        )


# ---- In several processes


def _read_together(
    documents: Iterator[Document], setting: Setting, workers: int
) -> Iterator[Parcel | TawthiqError]:
    # Started anew rather than copied: the store has threads, and a copy would inherit its locks.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(setting,))
    given: deque[Future[Parcel | TawthiqError]] = deque()
    try:
        with _deaf_to_interrupts():
            given.extend(pool.submit(_work, document) for document in islice(documents, workers * _AHEAD))
        while given:
            result = given.popleft().result()
            given.extend(pool.submit(_work, document) for document in islice(documents, 1))
            yield result
    except BrokenProcessPool as error:
        raise WorkerError(
            "A process that was reading articles was killed, perhaps for want of memory. "
            "What has been read is kept.",
            remedy="You can fix this with the same command, which goes on from there; "
            "--workers 1 takes the least memory.",
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl-C: it is for this one, which then ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_knowledge: Knowledge | None = None
_setting: Setting | None = None


def _start(setting: Setting) -> None:
    """Make a new process ready."""
    global _knowledge, _setting
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _knowledge, _setting = Knowledge.load(setting.extra), setting
    _collect_seldom()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(document: Document) -> Parcel | TawthiqError:
    assert _knowledge is not None
    assert _setting is not None
    return _packed(document, _knowledge, _setting)
