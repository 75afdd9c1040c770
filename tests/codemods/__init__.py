"""The codemods: what they find in Python source, and what they write."""
