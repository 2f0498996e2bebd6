"""Learning in the lab: benign days are run, models are made of them, and what they are worth is measured."""
