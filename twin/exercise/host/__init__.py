"""The process that plays an exercise, and the client through which pages talk to it.

::

    client    what a page calls: open, join, view, send
    launch    starts a host where none is alive
    engines   the engine behind a host: the real one, or a small one in tests
    pace      wall time in, simulated time out
    turn      one command: done, written down and answered, or refused
    board     views and pictures, put up once a version
    loop      the host: commands, time, views, again and again

One host writes an exercise. It can be killed at any moment: the next one plays the log again and goes on.
"""
