"""What several metrics share: questions to the log, and prices."""
