"""Correlations of Sigma: what is asked, which windows answer it, and the events that they are fed."""
