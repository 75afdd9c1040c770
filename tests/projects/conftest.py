"""The directories beside this file are applications; what they bring of tests is theirs."""

collect_ignore_glob = ["*/*"]
