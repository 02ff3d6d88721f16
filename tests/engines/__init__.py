"""Real engines for the tests: each is started in a temporary folder, on free ports of the loopback alone.

``available()`` of a module says whether its engine is installed. Those that serve are context managers that
yield an object with ``url``, ``sparql_url``, ``user`` and ``password``.
"""
