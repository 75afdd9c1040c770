"""The guided session: a thin Textual front of the pipeline and of `venvoy.session`."""
