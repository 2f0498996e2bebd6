"""A document as JSON: its sections as read, and its numbers as computed."""

from __future__ import annotations

import json
from typing import Any

from twin.exercise.papers.document import Block, Bullets, Document, Facts, Picture, Statement, Table, computed_share

FORMAT = 1


def json_text(document: Document) -> bytes:
    """One JSON document, UTF-8, keys in a fixed order."""
    return (json.dumps(document_of(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def document_of(document: Document) -> dict[str, Any]:
    """The document as plain values."""
    computed, of = computed_share(document)
    return {
        "format": FORMAT,
        "title": document.title,
        "about": document.over,
        "answer": document.answer,
        "marking": document.marking,
        "dated": document.dated,
        "statements": {"computed": computed, "all": of},
        "figures": document.figures,
        "sections": [
            {
                "id": section.anchor,
                "title": section.title,
                "private": section.private,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Statement):
        return {"kind": "statement", **_said(block)}
    if isinstance(block, Facts):
        return {
            "kind": "facts",
            "facts": [{"name": fact.name, "detail": fact.detail, **_said(fact.said)} for fact in block.facts],
        }
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_said(item) for item in block.items]}
    if isinstance(block, Picture):
        return {"kind": "picture", "name": block.name, "words": block.words}
    return _table(block)


def _said(one: Statement) -> dict[str, Any]:
    told = {"text": one.text, "cites": [str(cite) for cite in one.cites], "source": one.source}
    return {**told, "private": True} if one.private else told


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {
            "cells": list(row.cells),
            "cites": [str(cite) for cite in row.cites],
            "sources": list(row.sources),
            **({"private": True} if row.private else {}),
        }
        for row in table.rows
    ]
    return {"kind": "table", "caption": table.caption, "heads": list(table.heads), "rows": rows}
