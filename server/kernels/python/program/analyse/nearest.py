"""The name that a mistyped one was probably meant to be: the rule of the SQL preflight, so that both say the same."""


def nearest(written, names):
    sought = written.lower()
    most = max(1, len(sought) // 3)
    best = None
    for name in names:
        candidate = name.lower()
        if candidate == sought:
            return name
        is_part = min(len(sought), len(candidate)) >= 3 and (candidate in sought or sought in candidate)
        if abs(len(sought) - len(candidate)) > most and not is_part:
            continue
        distance = distance_of(sought, candidate)
        is_near = distance <= most and distance < max(len(sought), len(candidate))
        if (is_near or is_part) and (best is None or distance < best[0]):
            best = (distance, name)
    return best[1] if best else None


def did_you_mean(written, names):
    """A sentence to follow the complaint, with a space before it; nothing when no name is near."""
    near = nearest(written, names)
    return f" Did you mean {near}?" if near else ""


def distance_of(a, b):
    """Single characters to insert, leave out, change, or swap with the next."""
    before, last = [], list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            cost = last[j - 1] + (a[i - 1] != b[j - 1])
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            row.append(min(cost, last[j] + 1, row[j - 1] + 1))
        before, last = last, row
    return last[-1]
