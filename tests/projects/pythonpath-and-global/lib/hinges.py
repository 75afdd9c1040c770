"""How many hinges a gate has."""

COUNT = 3
