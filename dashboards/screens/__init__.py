"""One idea a page; each page is a file, so that it can be tested alone."""
