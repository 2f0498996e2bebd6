"""Checks of reported states against physics, one kind of report a file."""
