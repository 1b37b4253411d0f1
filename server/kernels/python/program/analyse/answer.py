"""One request, one answer."""

from forms import forms_in

from .cells import MOST_CELLS, cells_of
from .findings import Findings, shown
from .nearest import did_you_mean
from .parsed import parsed, too_deep
from .reads import Reads
from .step import Step

EMPTY = {"reads": [], "binds": [], "imports": [], "functions": []}
TOO_LARGE = "The code needs more memory to be read than there is: split it into several steps."


class BadRequest(ValueError):
    pass


def answer_of(request):
    if isinstance(request, dict) and "cells" in request:
        return {"id": checked_cells(request)["id"], "cells": cells_of(request["cells"])}
    checked(request)
    return {"id": request["id"], **analysis_of(request)}


def checked(request):
    if not isinstance(request, dict):
        raise BadRequest("it is no object.")
    if not isinstance(request.get("id"), int) or isinstance(request.get("id"), bool):
        raise BadRequest("its id is no whole number.")
    if not isinstance(request.get("code"), str) or not are_texts(request.get("outputs")):
        raise BadRequest("its code is a text, and its outputs are a list of names.")
    if not are_texts(request.get("packages")):
        raise BadRequest("its packages are a list of names.")
    inputs = request.get("inputs")
    if not isinstance(inputs, dict) or not all(one is None or are_texts(one) for one in inputs.values()):
        raise BadRequest("its inputs are names, each with a list of columns.")


def checked_cells(request):
    """Another question: the cells of a notebook, in its order."""
    if not isinstance(request.get("id"), int) or isinstance(request.get("id"), bool):
        raise BadRequest("its id is no whole number.")
    if not are_texts(request["cells"]) or len(request["cells"]) > MOST_CELLS:
        raise BadRequest(f"its cells are a list of at most {MOST_CELLS} texts.")
    return request


def are_texts(values):
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def analysis_of(request):
    tree, refused = parsed(request["code"])
    if refused is not None:
        return {**EMPTY, "findings": [refused]}
    try:
        return walked(request, tree)
    except RecursionError:
        return {**EMPTY, "findings": [too_deep()]}
    except MemoryError:
        return {**EMPTY, "findings": [shown("deny", "too-large", TOO_LARGE)]}


def walked(request, tree):
    outputs = request["outputs"]
    findings, reads = Findings(request["code"]), Reads(request["inputs"], frozenset(forms_in(tree)))
    step = Step(request["inputs"], findings, reads, tree, frozenset(request["packages"]))
    step.walk(tree, outputs)
    # A draft may have no name yet.
    for output in outputs:
        judge_output(step, output)
    if step.is_tangled:
        text = "Loops hand values on in a way that can't be followed: write them apart, or name each value anew."
        findings.find("raise", "not-followed", text, None)
    if step.is_tangled or findings.has("dynamic-code"):
        reads.everything()
    if step.binds_unseen:
        findings.soften("undefined-name", "warn")
    reads.settle(findings)
    return {
        "reads": reads.listed(),
        "binds": step.binds(),
        "imports": sorted(step.imports),
        "functions": sorted(step.functions),
        "findings": findings.listed(),
    }


def judge_output(step, output):
    bound = step.module.flow.get(output)
    # Past a raise at the end nothing is handed over; that it is raised is said when it runs.
    if output in step.reads.first:
        text = f"It reads {output}, which is what it is to make: give one of the two another name."
        step.findings.find("deny", "reads-itself", text, None)
    if bound.value is None and output not in step.declared:
        binds = step.binds()
        twin = next((one for one in binds if one.lower() == output.lower()), None)
        hint = f" {twin} is not the same: Python tells capitals from small letters." if twin else did_you_mean(output, binds)
        text = f"Nothing is bound to {output}, the name of its output: write {output} = … at the top level.{hint}"
        step.findings.find("deny", "output-not-bound", text, None)
    elif not bound.is_sure:
        text = f"{output} is bound on some ways through the code only, and on the others the run fails: bind it on all."
        step.findings.find("warn", "output-conditional", text, None)
