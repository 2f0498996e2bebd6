"""The report: one HTML file that explains itself."""
