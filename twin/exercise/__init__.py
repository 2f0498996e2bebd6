"""Tabletop exercises on a live twin: what happens, who may do what, and what came of it. No screen in here."""
