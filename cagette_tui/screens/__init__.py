"""One file per screen, over the model's public functions and the shared widgets."""
