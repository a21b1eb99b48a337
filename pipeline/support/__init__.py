"""What every room stands on: settings, texts, problems, shapes of raw tables, reference data."""
