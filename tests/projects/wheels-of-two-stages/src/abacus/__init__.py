"""An abacus."""
