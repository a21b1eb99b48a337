"""One file per screen; a page reads like a description of the screen."""
