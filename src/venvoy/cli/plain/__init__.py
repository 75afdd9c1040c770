"""The walk as questions on a plain terminal: one line at a time, no colours, no cursor movement."""
