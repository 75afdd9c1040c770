"""The disk and git: files are found and read here, change sets written all or nothing, and taken back."""
