"""Words of plans as data: one file a topic, each rule with examples that are its tests."""
