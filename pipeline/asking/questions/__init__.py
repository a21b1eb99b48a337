"""Named questions that an office asks again and again."""
