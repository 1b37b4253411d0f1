"""Reads the inputs of a step before its walls close: it has data, not files."""

import ast
import struct

import pyarrow
import pyarrow.parquet

from forms import ARROW, POLARS, forms_in


class Unreadable(Exception):
    pass


def read_inputs(inputs, code):
    """Name -> what the code finds under it."""
    try:
        forms = forms_in(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # It fails where it runs, and says so there.
        forms = {}
    read = {}
    for one in inputs:
        name = one["name"]
        try:
            read[name] = as_form(read_table(one["path"]), forms.get(name))
        except Exception as problem:
            raise Unreadable(f"The input {name} can't be read as {WORDS[forms.get(name)]}: {problem}") from None
    return read


WORDS = {None: "a data frame", ARROW: "an Arrow table", POLARS: "a polars frame"}


def read_table(path):
    """The file is mapped, not copied."""
    table = pyarrow.parquet.read_table(path, memory_map=True, partitioning=None)
    for at, field in enumerate(table.schema):
        column = table.column(at)
        if isinstance(field.type, pyarrow.UuidType):
            texts = [None if one is None else str(one) for one in column.to_pylist()]
            table = table.set_column(at, field.name, pyarrow.array(texts, pyarrow.string()))
        # JSON and the like: pandas knows what they are stored as, and not them.
        elif isinstance(field.type, pyarrow.BaseExtensionType):
            table = table.set_column(at, field.name, column.cast(field.type.storage_type))
        elif field.type == pyarrow.binary(12) and is_span(path, field.name):
            spans = [None if one is None else span(one) for one in column.to_pylist()]
            table = table.set_column(at, field.name, pyarrow.array(spans, SPAN))
    return table


def is_span(path, name):
    """Arrow leaves spans of time as the bytes that they are stored as."""
    schema = pyarrow.parquet.ParquetFile(path, memory_map=True).schema
    leaves = (schema.column(at) for at in range(len(schema)))
    return any(one.path == name and one.converted_type == "INTERVAL" for one in leaves)


SPAN = pyarrow.month_day_nano_interval()


def span(stored):
    """Parquet keeps months, days and milliseconds, each as 32 bits, the least first."""
    months, days, milliseconds = struct.unpack("<III", stored)
    return pyarrow.MonthDayNano([months, days, milliseconds * 1_000_000])


def as_form(table, form):
    """A frame is the step's own, to change as it likes."""
    if form == ARROW:
        return table
    if form == POLARS:
        import polars

        return polars.from_arrow(table)
    return table.to_pandas(split_blocks=True, self_destruct=True, maps_as_pydicts="lossy")
