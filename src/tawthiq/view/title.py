"""What the page is called."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal

from tawthiq.graph.columns import Columns
from tawthiq.graph.namespaces import SCHEMA, TYPE, term, twq


def page_title(data: Columns) -> tuple[str, str]:
    """Title and language of the page: the only document's title, or how many documents there are."""
    documents = [subject for subject, types in data.column(TYPE).items() if twq("Document") in types]
    told = data.column(term(SCHEMA + "inLanguage")).values()
    languages = Counter(value.value for values in told for value in values if isinstance(value, Literal))
    language = "en" if languages["en"] > languages["ar"] else "ar"
    if len(documents) == 1:
        return " ".join(data.labels(documents[0]).values()), language
    name, noun = ("Tawthiq", "articles") if language == "en" else ("توثيق", "مقالاً")
    return f"{name}: {len(documents)} {noun}", language
