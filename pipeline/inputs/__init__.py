"""The raw folder: what lies in it, one supervised child per file, typed Parquet per file."""
