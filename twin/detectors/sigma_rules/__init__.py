"""Reading Sigma rules, and judging columns by them."""
