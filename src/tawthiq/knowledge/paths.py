"""Where ``ontology/`` is: beside the package in a wheel, at the top of a checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tawthiq.errors import KnowledgeError


@lru_cache(maxsize=1)
def ontology_dir() -> Path:
    """The folder with Tawthiq's knowledge.

    Raises :class:`KnowledgeError` if an installation has lost it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "ontology", package.parent.parent / "ontology"):
        if (folder / "tawthiq.ttl").is_file():
            return folder
    raise KnowledgeError(
        f"The folder «ontology» is missing from {package}.",
        remedy="You can fix this by installing Tawthiq again.",
    )
