"""What can go wrong in plain words: each error says what is the matter and how to put it right."""

from __future__ import annotations


class TawthiqError(Exception):
    """An error that a user can do something about. ``exit_code`` is what the command ends with."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class InputError(TawthiqError):
    """Something that was given to the program cannot be used."""

    exit_code = 3


class KnowledgeError(TawthiqError):
    """A file of ``ontology/`` or of the user's own knowledge is wrong."""

    exit_code = 3


class StoreError(TawthiqError):
    """The embedded store cannot be opened, read or written."""

    exit_code = 3


class OutputError(TawthiqError):
    """A file cannot be written."""

    exit_code = 3


class QueryError(TawthiqError):
    """A query, or a question to ``why``, cannot be answered as it is put."""

    exit_code = 2


class EndpointError(TawthiqError):
    """Another store cannot be reached, or refuses what it was sent."""

    exit_code = 3


class TooLargeError(EndpointError):
    """Another store takes only smaller requests."""
