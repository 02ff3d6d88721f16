"""Knowledge without the learned choices: what the rules propose, whatever a model makes of it later."""

from __future__ import annotations

from dataclasses import replace

from tawthiq.knowledge import Knowledge


def rules_only() -> Knowledge:
    knowledge = replace(Knowledge.load())
    knowledge.__dict__["models"] = {}
    return knowledge
