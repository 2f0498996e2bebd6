"""What a regression writes: one outcome in the forms that people, editors and continuous integration read.

=============  ======================  ===========================================================================
form           file of ``--out``       who reads it
=============  ======================  ===========================================================================
``json``       ``detect.json``         programs; its schema is ``detect.schema.json``
``junit``      ``detect.junit.xml``    test reports of continuous integration
``sarif``      ``detect.sarif``        code scanning: a mark on the rule's line, or on the test's
``markdown``   ``detect.md``           a job's summary, a comment on a change
``html``       ``detect.html``         people: one file, nothing fetched from anywhere
``github``     not written             workflow commands on standard output, which become annotations
=============  ======================  ===========================================================================

Every form is made from :class:`twin.lab.detection.results.Outcome` alone: the same outcome gives the same bytes.

Sources: those of the modules.
"""

from __future__ import annotations

from importlib import import_module

from twin.lab.detection.results import Outcome

FILES = {
    "json": "detect.json",
    "junit": "detect.junit.xml",
    "sarif": "detect.sarif",
    "markdown": "detect.md",
    "html": "detect.html",
}
"""The file of each form in a folder of results."""
FORMS = (*FILES, "github")
"""What :func:`render` knows."""


def render(outcome: Outcome, form: str) -> str:
    """*outcome* in one of :data:`FORMS`, as a whole document that ends with a line break.

    The forms live in modules of their own name, imported when they are wanted.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is none of {', '.join(FORMS)}")
    made: str = import_module(f"twin.lab.detection.outputs.{_MODULES.get(form, form)}").render(outcome)
    return made


_MODULES = {"json": "document", "html": "page"}
