"""The nouns of venvoy: frozen values with documented fields and no behaviour beyond their invariants."""
