"""The example articles are complete records that any reader of JSON Lines can use."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = [json.loads(line) for line in (EXAMPLES / "articles.jsonl").read_text("utf-8").splitlines()]


def test_six_arabic_and_two_english_articles_with_ids_of_their_own() -> None:
    languages = [article["language"] for article in ARTICLES]
    assert (languages.count("ar"), languages.count("en"), len(languages)) == (6, 2, 8)
    assert len({article["id"] for article in ARTICLES}) == 8


def test_every_article_has_a_date_an_outlet_a_title_and_text_of_some_length() -> None:
    for article in ARTICLES:
        assert date.fromisoformat(article["published"]).year >= 2022, article["id"]
        assert article["source"], article["id"]
        assert article["title"], article["id"]
        assert 150 <= len(article["text"].split()) <= 350, article["id"]
        assert article["url"] == f"https://example.org/{article['id']}"


def test_the_readme_lists_every_article() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    assert [a["id"] for a in ARTICLES if f"`{a['id']}`" not in readme] == []
