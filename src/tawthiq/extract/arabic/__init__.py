"""Arabic grammar: words → chunks → predicates with their arguments."""

from tawthiq.extract.arabic.chunker import chunk
from tawthiq.extract.arabic.clauses import predicates

__all__ = ["chunk", "predicates"]
