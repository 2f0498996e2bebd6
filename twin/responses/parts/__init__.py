"""What several responses share."""
