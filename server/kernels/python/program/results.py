"""Hands the outputs over: what stands under a name of theirs in the end is stored by its kind, or a person is told why not."""

import io
import json
import math
import os

import numpy
import pandas
import pyarrow
import pyarrow.parquet

import shown

KINDS = "a pandas, Arrow or polars table, a series, a figure of matplotlib, Altair or Plotly, text, JSON values, or a scikit-learn model"


class NotStorable(Exception):
    def __init__(self, text, line=None):
        super().__init__(text)
        self.line = line


def hand_over(names, namespace, most_rows):
    missing = [name for name in names if name not in namespace]
    if missing:
        raise NotStorable(
            f"The code ran, but nothing is called {' or '.join(missing)}: give its result that name, as in {missing[0]} = …"
        )
    results = [store(name, namespace[name], f"result-{at}", most_rows) for at, name in enumerate(names)]
    return {"kind": "succeeded", "results": results}


def store(name, value, file, most_rows):
    table = as_table(name, value)
    if table is not None:
        return store_table(name, table, file, most_rows)
    later = shown.drawn_later(value)
    if later is not None:
        mime, data = later
        write(f"{file}.json", json.dumps(data, ensure_ascii=False).encode())
        return stored("figure", f"{file}.json", mime)
    figure = as_figure(value)
    if figure is not None:
        figure.savefig(f"{file}.png", format="png", dpi=144, bbox_inches="tight")
        return stored("figure", f"{file}.png", "image/png")
    if isinstance(value, str):
        write(f"{file}.txt", value.encode())
        return stored("text", f"{file}.txt", "text/plain")
    if type(value).__module__.split(".")[0] == "sklearn" and hasattr(value, "get_params"):
        import joblib

        joblib.dump(value, f"{file}.joblib")
        return stored("model", f"{file}.joblib", "application/octet-stream")
    write(f"{file}.json", json.dumps(as_json(name, value), ensure_ascii=False, indent=1).encode())
    return stored("json", f"{file}.json", "application/json")


def stored(kind, file, mime):
    return {"kind": kind, "file": file, "mime": mime}


def write(file, data):
    with open(file, "wb") as out:
        out.write(data)


def as_figure(value):
    if type(value).__module__.startswith("matplotlib") or hasattr(value, "savefig"):
        figure = value if hasattr(value, "savefig") else getattr(value, "figure", None)
        return figure if hasattr(figure, "savefig") else None
    if isinstance(value, numpy.ndarray) and value.dtype == object and value.size:
        return as_figure(value.flat[0])
    return None


def as_table(name, value):
    if isinstance(value, pyarrow.Table):
        return value
    if isinstance(value, pandas.Series):
        value = value.to_frame(name=value.name if value.name is not None else name)
    if isinstance(value, pandas.DataFrame):
        return from_pandas(name, value)
    if type(value).__module__.split(".")[0] == "polars" and hasattr(value, "to_arrow"):
        return value.to_arrow()
    if isinstance(value, numpy.ndarray) and value.ndim == 2 and value.dtype != object:
        return from_pandas(name, pandas.DataFrame(value, columns=[f"c{at}" for at in range(value.shape[1])]))
    return None


def from_pandas(name, frame):
    if holds_labels(frame.index):
        clash = [one for one in frame.index.names if one in frame.columns]
        if clash:
            raise NotStorable(
                f"The index and a column of {name} are both called {clash[0]}: use reset_index(drop=True), or rename one."
            )
        frame = frame.reset_index()
    names = [flat(one) for one in frame.columns]
    twice = next((one for at, one in enumerate(names) if one in names[:at]), None)
    if twice is not None:
        raise NotStorable(f"Two columns of {name} are called {twice}: give each its own name.")
    frame = frame.set_axis(names, axis="columns")
    for column in names:
        kind = frame[column].dtype
        if isinstance(kind, pandas.CategoricalDtype):
            kind = kind.categories.dtype
        # Bins and periods are labels, as 2024Q1 or (0, 10].
        if isinstance(kind, (pandas.IntervalDtype, pandas.PeriodDtype)):
            frame[column] = frame[column].astype("string")
        elif pandas.api.types.is_timedelta64_dtype(kind):
            raise NotStorable(
                f"The column {column} of {name} holds spans of time: make it a number, as by .dt.total_seconds() or .dt.days."
            )
    try:
        return pyarrow.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError) as problem:
        raise NotStorable(f"{name} can't be stored as a table: {why(frame) or problem}") from None


def holds_labels(index):
    """Names and dates are data; numbers without a name only say which row it was."""
    if isinstance(index, pandas.RangeIndex):
        return False
    is_named = any(one is not None for one in index.names)
    return is_named or isinstance(index, pandas.MultiIndex) or not pandas.api.types.is_integer_dtype(index.dtype)


def flat(column):
    return "_".join(str(part) for part in column if part != "") if isinstance(column, tuple) else str(column)


def why(frame):
    for column in frame.columns:
        try:
            pyarrow.Array.from_pandas(frame[column])
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError):
            kinds = list(dict.fromkeys(type(one).__name__ for one in frame[column].dropna()))
            if len(kinds) > 1:
                return f"the column {column} holds {kinds[0]} and {kinds[1]}; make it one type, for instance by astype(str)."
            return f"the column {column} holds values of type {kinds[0] if kinds else 'unknown'}."
    return None


def store_table(name, table, file, most_rows):
    if table.num_columns == 0:
        raise NotStorable(f"{name} is a table without columns.")
    if table.num_rows > most_rows:
        raise NotStorable(f"{name} has {table.num_rows} rows, more than the {most_rows} that this step may make.")
    try:
        pyarrow.parquet.write_table(table, f"{file}.parquet", compression="zstd")
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError) as problem:
        raise NotStorable(f"{name} can't be stored as a table: {problem}") from None
    return stored("table", f"{file}.parquet", "application/vnd.apache.parquet")


def as_json(name, value, place=""):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, numpy.integer)):
        return int(value)
    if isinstance(value, (numpy.bool_,)):
        return bool(value)
    if isinstance(value, (float, numpy.floating)):
        if not math.isfinite(value):
            raise NotStorable(f"{name}{place} is {value}, which JSON has no word for: use None instead.")
        return float(value)
    if isinstance(value, dict):
        return {key_of(name, key, place): as_json(name, one, f"{place}[{key!r}]") for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(name, one, f"{place}[{at}]") for at, one in enumerate(value)]
    if isinstance(value, numpy.ndarray) and value.dtype != object:
        return as_json(name, value.tolist(), place)
    if isinstance(value, (pandas.Timestamp,)) or hasattr(value, "isoformat"):
        return value.isoformat()
    kind = type(value)
    full = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    raise NotStorable(f"{name}{place} is of type {full}, which can't be stored: hand over {KINDS}.")


def key_of(name, key, place):
    if isinstance(key, (str, int, numpy.integer)):
        return str(key)
    raise NotStorable(f"{name}{place} has a key of type {type(key).__name__}: keys are text.")


def warm_up():
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", None], "c": [0.5, 1.5]})
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(from_pandas("warm", frame), buffer)
    pyarrow.parquet.read_table(io.BytesIO(buffer.getvalue())).to_pandas(split_blocks=True)
    frame._repr_html_()
    repr(frame.groupby("b").agg({"a": "sum"}).merge(frame, on="a", how="left"))
    _ = os.getcwd()
