"""Who looks at the screens, what they may see and do, and the log of it."""
