"""Raw tables: every spreadsheet or csv becomes rows of text, each with its place."""
