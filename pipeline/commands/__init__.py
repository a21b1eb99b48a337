"""The verbs of the ``cchc`` command, one file each."""
