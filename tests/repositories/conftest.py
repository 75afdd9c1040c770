"""The directories beside this file are repositories; what they bring of tests is theirs."""

collect_ignore_glob = ["*/*"]
