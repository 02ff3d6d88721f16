"""Runs: which version of the program, with which knowledge, read which document.

A run's name is a hash of what decides its output, not of when it took place: two runs of the same
program with the same knowledge over the same text are one, and write the same bytes. A document is
up to date if its content and its run are the ones that the store holds.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, Quad

from tawthiq.graph.literals import moment
from tawthiq.graph.namespaces import LABEL, PROV, RUNS, SCHEMA, TYPE, Namespace, term, twq
from tawthiq.ids import short_hash
from tawthiq.model import Document

STARTED, ENDED = term(PROV + "startedAtTime"), term(PROV + "endedAtTime")
VOLATILE = frozenset({STARTED, ENDED})


@dataclass(frozen=True, slots=True)
class Run:
    """What decides a run's output: the program's version, its knowledge and its settings."""

    version: str
    fingerprint: str
    settings: str = ""

    @property
    def name(self) -> str:
        return f"run-{short_hash(self.version, self.fingerprint, self.settings)}"


def run_quads(run: Run, namespace: Namespace, started: datetime, ended: datetime) -> list[Quad]:
    """The run as a PROV activity. The times stay in the store: exports leave them out."""
    node = namespace.iri(run.name)
    return [
        Quad(node, TYPE, twq("Run"), RUNS),
        Quad(node, TYPE, term(PROV + "Activity"), RUNS),
        Quad(node, LABEL, Literal(f"Tawthiq {run.version}", language="en"), RUNS),
        Quad(node, LABEL, Literal(f"توثيق {run.version}", language="ar"), RUNS),
        Quad(node, term(SCHEMA + "softwareVersion"), Literal(run.version), RUNS),
        Quad(node, STARTED, moment(started), RUNS),
        Quad(node, ENDED, moment(ended), RUNS),
    ]


def content_hash(document: Document) -> str:
    """SHA-256 over all that was read of a document, as 64 hexadecimal digits."""
    fields = [
        document.id, document.text, document.title, document.published and document.published.isoformat(),
        document.source, document.url, document.language,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()
