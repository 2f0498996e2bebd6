"""Facts about devices that are data: what a kind is like to look after, and what its maker is like."""
