"""The name that a mistyped one was probably meant to be."""

import difflib


def nearest(name, names):
    lower = {one.lower(): one for one in names}
    if name.lower() in lower:
        return lower[name.lower()]
    close = difflib.get_close_matches(name.lower(), list(lower), n=1, cutoff=0.75)
    return lower[close[0]] if close else None
