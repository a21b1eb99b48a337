"""Documents of any kind -> text blocks and table rows, each with its place."""
