"""From the plans and progress exports of an office to published, tested tables."""
