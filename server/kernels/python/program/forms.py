"""As what the code wants its inputs: pandas frames, or what an annotation at its top level asks for, as `orders: pa.Table`."""

import ast

ARROW, POLARS = "arrow", "polars"
FORMS = {"pyarrow.Table": ARROW, "polars.DataFrame": POLARS, "polars.dataframe.DataFrame": POLARS}


def forms_in(tree):
    """Name -> form, of those that are to be no pandas frames."""
    meant = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for one in node.names:
                meant[one.asname or one.name.split(".")[0]] = one.name if one.asname else one.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for one in node.names:
                meant[one.asname or one.name] = f"{node.module}.{one.name}"
    forms = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is None and isinstance(node.target, ast.Name):
            form = FORMS.get(dotted(node.annotation, meant))
            if form is not None:
                forms[node.target.id] = form
    return forms


def dotted(node, meant):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([meant.get(node.id, node.id), *reversed(parts)])
