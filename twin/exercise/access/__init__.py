"""Who gets in: seats, join codes, signed tokens, and how guessing is slowed.

::

    secret    the store's key, from which codes and signatures follow; in a file of mode 600, or an environment variable
    seats     which kinds of seats there are, and which of them only look on
    codes     a join code for each seat of an exercise: what people type
    tokens    what they get for it: exercise, seat and name, signed and good for some hours: what stands in the address
    tries     wrong codes are counted, and cost time

What is defended against whom is written in ``docs/threat-model.md``.
"""
