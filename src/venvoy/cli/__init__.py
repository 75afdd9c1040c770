"""The command line: thin commands over the one pipeline. Standard output is data, standard error is narration."""
