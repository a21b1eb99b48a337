"""Which indicator a number speaks of: candidates, a decision, and why.

``catalogue`` reads the rules of ``seeds/``, ``wording`` prepares Vietnamese text for comparison,
``candidates`` scores every indicator for one measure, ``decide`` says auto, suggested or none,
``comparability`` says how far a linked number can be compared, ``link_targets`` does it all for a
table of targets. No model and no network: folded text, cues and rapidfuzz.
"""
