"""Tawthiq (توثيق) reads conflict news in Arabic and English into a knowledge graph."""

__version__ = "0.1.0"
