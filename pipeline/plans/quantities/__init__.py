"""A grammar of Vietnamese quantities: what a sentence demands, in numbers.

``numbers`` finds the numbers, ``qualifiers`` says how each is compared, ``levels`` for which
administrative level it stands, ``spans`` what holds around it (nesting, years, baselines),
and ``measures`` puts them together. All of them match on text without marks, letter for
letter as long as the original, so that scans read the same and every span can be quoted.
"""
