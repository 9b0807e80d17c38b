"""Between Textual and the terminal: only what is not on the screen yet is sent."""
