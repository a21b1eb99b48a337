"""Files handed in: what each is, where it is stored, who did it and when, and how it is undone.

``identify`` says what a file is, ``foretell`` what it would change, ``store`` puts it into the raw
folder and takes it back, ``journal`` keeps who and when, ``run`` does it all in one process beside
the screen, ``state`` is what the screen sees of it. ``cchc add`` and the page Đưa số liệu vào call
the same functions.
"""
