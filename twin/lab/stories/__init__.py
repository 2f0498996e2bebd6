"""Stories read and run as a library: what one says and what stops it, and all of them against every posture.

``twin story describe NAME`` is :func:`twin.lab.stories.describe.describe_story`; ``twin story matrix`` is
:func:`twin.lab.stories.matrix.story_matrix`.
"""
