"""What a run shows: rich forms by IPython's formatters, as Jupyter's mime bundles; figures without `show()`."""

import base64
import json
import warnings

import matplotlib

matplotlib.use("agg")

import IPython.core.display_functions
import IPython.display
import matplotlib.figure
import matplotlib.pyplot as pyplot
from IPython.core.formatters import DisplayFormatter
from IPython.core.pylabtools import print_figure

MOST_PARTS = 500
VEGA_LITE = "application/vnd.vegalite.v5+json"
PLOTLY = "application/vnd.plotly.v1+json"
_formatter = DisplayFormatter()
_channel = None
_count = 0


def set_up():
    _formatter.active_types = _formatter.format_types
    _formatter.formatters["image/png"].for_type(matplotlib.figure.Figure, lambda one: print_figure(one, "png"))
    for module in (IPython.display, IPython.core.display_functions):
        module.display = display
    pyplot.show = show_figures
    matplotlib.figure.Figure.show = lambda self, *_, **__: display(self)
    figure = pyplot.figure()
    figure.gca().plot([0, 1])
    print_figure(figure, "png")
    pyplot.close("all")


def listen(channel):
    global _channel, _count
    _channel, _count = channel, 0


def display(*values, raw=False, **_):
    global _count
    import sys

    sys.stdout.flush()
    sys.stderr.flush()
    for value in values:
        _count += 1
        if _count > MOST_PARTS:
            if _count == MOST_PARTS + 1:
                print(f"… more than {MOST_PARTS} displays are left out here.")
            return
        data = value if raw else forms_of(value)
        if data:
            _channel.say({"type": "display", "data": data})


def drawn_later(value):
    """A chart of Altair or a figure of Plotly as data, with its mime type; their own HTML would load scripts from elsewhere."""
    library = type(value).__module__.split(".")[0]
    if library == "altair" and hasattr(value, "to_dict"):
        spec = value.to_dict()
        if isinstance(spec, dict) and "$schema" in spec:
            return VEGA_LITE, spec
    if library == "plotly" and hasattr(value, "to_plotly_json"):
        return PLOTLY, json.loads(value.to_json())
    return None


def forms_of(value):
    later = drawn_later(value)
    if later is not None:
        return {later[0]: later[1], "text/plain": "Chart"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data, _ = _formatter.format(value)
    return {mime: as_text(form) for mime, form in data.items() if form is not None}


def as_text(form):
    return base64.b64encode(form).decode() if isinstance(form, bytes) else form


def is_drawing(value):
    """What pyplot's calls return: the figure itself is shown in the end."""
    if isinstance(value, (list, tuple)) and value:
        return all(is_drawing(one) for one in value)
    return type(value).__module__.startswith("matplotlib") and not isinstance(value, matplotlib.figure.Figure)


def show_figures(*_, **__):
    for number in pyplot.get_fignums():
        display(pyplot.figure(number))
    pyplot.close("all")


def open_figures(but):
    """Figures that were left open, except those that are handed over as outputs."""
    kept = [getattr(one, "figure", one) for one in but]
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        if not any(figure is one for one in kept):
            display(figure)
