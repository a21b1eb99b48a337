"""Plans: what they are, what they demand, what they set out to do."""
