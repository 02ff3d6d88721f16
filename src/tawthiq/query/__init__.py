"""Questions to a graph: SPARQL, the stored queries of ``ontology/queries``, names in any spelling."""

from __future__ import annotations

from tawthiq.query.names import Names
from tawthiq.query.sparql import Answer, ask
from tawthiq.query.stored import Parameter, StoredQuery, find_query, stored_queries

__all__ = ["Answer", "Names", "Parameter", "StoredQuery", "ask", "find_query", "stored_queries"]
