"""English grammar: words → chunks → predicates with their arguments."""

from tawthiq.extract.english.chunker import chunk
from tawthiq.extract.english.clauses import predicates
from tawthiq.extract.english.relations import relations

__all__ = ["chunk", "predicates", "relations"]
