"""One build: what is read is loaded, transformed, tested and published, or grown from the last."""
