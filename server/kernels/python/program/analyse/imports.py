"""Imports: which modules, whether they are there, and what their names stand for."""

from . import reach
from .nearest import did_you_mean
from .values import PLAIN, path_value


def imported(walk, node):
    for alias in node.names:
        top = alias.name.split(".")[0]
        is_there(walk, top, node)
        mention(walk, alias.name, node)
        if alias.asname:
            walk.put(alias.asname, path_value(alias.name, is_module=True))
        else:
            walk.put(top, path_value(top, is_module=True))


def imported_from(walk, node):
    if node.level:
        text = "There is no package around a step to import from: import the module by its full name."
        walk.findings.find("deny", "relative-import", text, node)
        for alias in node.names:
            if alias.name == "*":
                walk.has_star = True
            else:
                walk.put(alias.asname or alias.name, PLAIN)
        return
    if node.module == "__future__":
        walk.has_late_hints = walk.has_late_hints or any(one.name == "annotations" for one in node.names)
    is_there(walk, node.module.split(".")[0], node)
    mention(walk, node.module, node)
    for alias in node.names:
        if alias.name == "*":
            text = f"from {node.module} import * hides which names it binds: import those that are used, by name."
            walk.findings.find("deny", "star-import", text, node)
            walk.has_star = True
            continue
        path = f"{node.module}.{alias.name}"
        is_module = path in MODULES or alias.name.lstrip("_") in reach.SENSITIVE
        value = path_value(path, is_module)
        walk.mention(value, node, is_called=True)
        walk.put(alias.asname or alias.name, value)


MODULES = frozenset(
    """os.path concurrent.futures matplotlib.pyplot numpy.random numpy.linalg urllib.request urllib.parse xml.etree
    http.client http.server multiprocessing.pool multiprocessing.dummy pandas.io importlib.util""".split()
)


def mention(walk, path, node):
    """The module, and those around it."""
    parts = path.split(".")
    for end in range(1, len(parts) + 1):
        part = ".".join(parts[:end])
        ground = reach.ground_of(part)
        if ground is not None:
            walk.find_ground(ground, part, node)
            return


def is_there(walk, top, node):
    walk.imports.add(top)
    if top in reach.STANDARD or top in walk.packages or top == "__main__":
        return
    is_guarded = "import" in walk.guarded()
    hint = did_you_mean(top, [*walk.packages, *(one for one in reach.STANDARD if one[0] != "_")])
    text = f"The package {top} is not in the environment of this workspace: it can be proposed to be added.{hint}"
    walk.findings.find("warn" if is_guarded else "deny", "missing-package", text, node, top)
