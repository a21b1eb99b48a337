"""A document -> the plan it states: facts, targets with measures, tasks."""
