"""Where exercises are kept: an append-only log of events, an inbox of commands, the last view of every seat, a lease.

::

    address   which database: a file by default, another by its URL
    tables    what is in it
    guards    triggers that refuse to change or remove what has happened
    opening   a connection that behaves alike on SQLite and PostgreSQL
    log       events, hash-chained and numbered without gaps
    inbox     commands that wait for the host, and their answers
    boards    the last view of every seat, with a version
    lease     which host writes
    door      failed tries of join codes
    store     all of it, one transaction a call

An exercise is its text, its seed and its log; everything else here can be lost and is made again.
"""
