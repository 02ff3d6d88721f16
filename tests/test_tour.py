"""The worked notebook runs from top to bottom, on the graph of the examples, in a real kernel."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

pytestmark = [
    pytest.mark.xdist_group("examples"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Jupyter, not of ours
]

TOUR = Path(__file__).parent.parent / "docs" / "tour.ipynb"


@pytest.fixture(scope="module")
def ran(examples_build: Path, tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    folder = tmp_path_factory.mktemp("tour")
    (folder / "output").mkdir()
    (folder / "output" / "demo").symlink_to(examples_build)
    notebook = nbformat.read(TOUR, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    done: NotebookNode = client.execute()
    return done


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(TOUR, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []
    assert TOUR.stat().st_size < 20_000


def test_every_cell_shows_something(ran: NotebookNode) -> None:
    silent = [cell.source for cell in ran.cells if cell.cell_type == "code" and not cell.outputs]
    assert silent == ["graph.close()"]
    assert [o for cell in ran.cells for o in cell.get("outputs", ()) if o.output_type == "stream"] == []


def test_tables_and_the_page_are_shown_as_html(ran: NotebookNode) -> None:
    shown = "".join(
        output.data.get("text/html", "")
        for cell in ran.cells
        for output in cell.get("outputs", ())
        if output.output_type == "execute_result"
    )
    tables, _, page = shown.partition('<iframe srcdoc="')
    assert "قاعدة كونيكو" in tables
    assert tables.count("<table") > 5
    # The page's names and quotes are packed; tests of the page read them.
    assert '<script type="application/octet-stream" id="data-claims-0">' in unescape(page)
