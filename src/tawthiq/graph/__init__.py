"""Resolved documents → quads; the rules that derive direct edges; the networkx projection."""
