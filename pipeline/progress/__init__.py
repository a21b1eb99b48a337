"""Progress exports: results of indicators and status of tasks."""
