"""``tawthiq schema``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tawthiq.knowledge.schema import Schema


@click.command()
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="Output format; JSON has the definitions too.",
)  # fmt: skip
def schema(format_: str) -> None:
    """Print the types of events with what each takes and the edge that it gives rise to.

    \b
    Example:
        tawthiq schema --format json
    """
    from tawthiq.graph.vocabulary import schema as load
    from tawthiq.text_table import table

    known = load()
    if format_ == "json":
        click.echo(json.dumps([_record(known, t) for t in known.event_types], ensure_ascii=False, indent=2))
        return
    rows = []
    for root in known.event_roots:
        for type_ in (root, *known.leaves(root)):
            frame = known.frame(type_)
            name = type_ if type_ == root else f"  {type_}"
            rows.append((name, known.labels(type_)["ar"], frame.edge or "-", _takes(frame.roles)))
    click.echo(table(("type", "النوع", "edge", "takes"), rows))


def _takes(roles: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{role}: {', '.join(expected)}" for role, expected in roles.items())


def _record(known: Schema, type_: str) -> dict[str, Any]:
    frame = known.frame(type_)
    return {
        "type": type_,
        "root": known.root_of(type_),
        "labels": known.labels(type_),
        "definition": known.definition(type_),
        "edge": frame.edge,
        "roles": {role: list(expected) for role, expected in frame.roles.items()},
    }
