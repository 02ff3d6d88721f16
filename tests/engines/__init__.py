"""Real engines for the tests: each is started in a temporary folder, on free ports of the loopback alone.

``available()`` of a module says whether its engine is installed; ``.ci/install-engines`` installs them all.
Those that serve are context managers; what they yield has ``url``, ``sparql_url``, ``user`` and ``password``.
"""
