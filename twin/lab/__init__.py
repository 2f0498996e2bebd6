"""The lab: scenarios in, runs and reports out."""
