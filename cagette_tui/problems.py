"""What may go wrong in a way that the program can say in one sentence."""


class KnownProblem(Exception):
    """Not a fault of the program: `sentences.sentence` says what is wrong and what to do."""
