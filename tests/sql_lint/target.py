"""What dbt's ``target`` is to the models, for the linter."""

type = "duckdb"  # noqa: A001 (dbt calls it so)
