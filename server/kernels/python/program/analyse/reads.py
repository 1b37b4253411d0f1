"""Which inputs are read, and which of their columns. A table that is handed on unfollowed is read as a whole."""

from .nearest import did_you_mean
from .values import PLAIN, Value

ALL = None
NO_COLUMNS = frozenset()


class Reads:
    def __init__(self, inputs, unfollowed=frozenset()):
        self.order = inputs
        # Not pandas frames: what their methods take is not known here, so they are read whole.
        self.unfollowed = unfollowed
        self.known = {name: frozenset(columns) if columns is not None else None for name, columns in inputs.items()}
        self.first = {}
        self.columns = {}
        # Columns that the code makes by name, anywhere; and whether it makes some by a name that is not known.
        self.made = set()
        self.makes_unknown = False
        self.unknown = []
        self.by_list = []
        self.loose_lists = set()

    def read(self, name, node):
        place = (node.lineno, node.col_offset)
        if name not in self.first or place < self.first[name]:
            self.first[name] = place
        if name in self.unfollowed:
            self.columns[name] = ALL
            return PLAIN
        self.columns.setdefault(name, set() if self.known[name] is not None else ALL)
        return Value(frozenset((name,)), "frame", is_input=True, is_exact=self.known[name] is not None)

    def take(self, value, names, node, lists=frozenset()):
        """These columns of the value. A name that is no column of it is one that was made, or a mistake."""
        for name in names:
            is_column = False
            for table in value.tables:
                known = self.known[table]
                if known is None or name in known:
                    is_column = True
                    if self.columns[table] is not ALL:
                        self.columns[table].add(name)
            if is_column:
                continue
            if value.is_exact:
                self.unknown.append((value.tables, name, node))
            else:
                self.take_beginnings(value, name)
        if lists:
            self.by_list.append((lists, value.tables))

    def take_beginnings(self, value, name):
        """Where two tables have a column, a merge makes its name longer: `amount_x` holds `amount`."""
        for table in value.tables:
            if self.columns[table] is not ALL:
                self.columns[table].update(one for one in self.known[table] if name.startswith(one))

    def take_all(self, value, is_changed=False):
        for table in value.tables:
            self.columns[table] = ALL
        if is_changed and value.tables:
            self.makes_unknown = True

    def make(self, names):
        self.made.update(names)

    def everything(self):
        for table in self.columns:
            self.columns[table] = ALL
        self.makes_unknown = True

    def settle(self, findings):
        """Once the whole code was seen: lists that were changed may name any column."""
        for lists, tables in self.by_list:
            if lists & self.loose_lists:
                for table in tables:
                    self.columns[table] = ALL
        if self.makes_unknown:
            return
        told = 0
        for tables, name, node in self.unknown:
            if name in self.made or told >= 50:
                continue
            told += 1
            of = sorted(tables)
            candidates = [one for table in of for one in self.order[table] or ()]
            text = f"{' or '.join(of)} has no column called {name}.{did_you_mean(name, candidates)}"
            findings.find("warn", "unknown-column", text, node, (name, tables))

    def listed(self):
        """In order of first use; columns in the input's order."""
        rows = []
        for name in sorted(self.first, key=self.first.get):
            columns = self.columns[name]
            named = None if columns is ALL else [one for one in self.order[name] if one in columns]
            rows.append({"name": name, "columns": named})
        return rows
