"""The life of devices on a site: how well they are looked after, and what is done to them while it works."""
