"""The ground: time, chance, names, records, the log with its two books, errors, shelves."""
