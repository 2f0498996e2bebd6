"""Learning: what a detector learns of benign days, how it judges by that, and how several learners share it."""
