"""Regression tests of detection logic: what a ruleset must find, how soon, how surely, and how quietly.

A test is a file ``*.detect.yml`` (:mod:`twin.lab.detection.test_file`). Its hubs are run once and kept
(:mod:`twin.lab.detection.tapes`), its detectors read them as often as a rule changes
(:mod:`twin.lab.detection.listen`), and what comes out are the plain values of
:mod:`twin.lab.detection.results`, which every output and comparison is made from.

``twin detect run`` is :func:`twin.lab.detection.regress.regress`.
"""
