"""Papers of an exercise: the same document as HTML, Markdown, DOCX, PDF or JSON, and what is printed before play."""
