"""Python source in, changed Python source out: each codemod finds the places that one page explains."""
