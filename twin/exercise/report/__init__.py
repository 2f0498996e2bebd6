"""The after-action report: what an exercise showed, computed from its events and from the log of its run."""
