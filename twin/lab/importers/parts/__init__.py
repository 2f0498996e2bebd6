"""What importers share: records, the account of what was read, lines, packets, services."""
