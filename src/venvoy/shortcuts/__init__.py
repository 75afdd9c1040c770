"""The catalogue: one module and one page per shortcut, found by walking this folder."""
