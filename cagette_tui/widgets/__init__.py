"""Parts that screens share. They know no data source: they are handed rows, and send messages."""
