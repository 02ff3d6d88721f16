"""A graph over HTTP: SPARQL 1.1 Protocol, read-only, with pages for people.

:func:`tawthiq.serve.run.serve` is the way in. It is not imported here, for each query process imports this
package and needs no web server.
"""
