"""The parts of Hearth's Python runtime; a package, so that no name of a function's own modules is taken."""
