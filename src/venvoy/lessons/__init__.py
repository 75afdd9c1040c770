"""The course: each lesson a Markdown file with a Dockerfile, and what its exercise asks of the rest of venvoy."""
