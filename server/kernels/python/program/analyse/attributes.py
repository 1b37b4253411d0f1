"""What the name of an attribute tells, whatever object it is taken from."""

# Methods that read or write a file; and those of them that give or take text when they are called without a path.
READING = frozenset("read_text read_bytes fromfile open_workbook".split())
WRITING = frozenset(
    """to_csv to_json to_html to_latex to_markdown to_xml to_string to_parquet to_orc to_excel to_pickle to_feather
    to_hdf to_stata to_clipboard savefig imsave write_csv write_parquet write_json write_ipc write_excel write_html
    write_image write_text write_bytes tofile sink_parquet sink_csv memmap""".split()
)
TEXT_WITHOUT_PATH = frozenset(
    "to_csv to_json to_html to_latex to_markdown to_xml to_string to_parquet to_orc write_csv write_json".split()
)
PATH_WORDS = frozenset("path path_or_buf path_or_buffer buf fname file filepath_or_buffer excel_writer".split())
NETWORK = frozenset("to_sql to_gbq".split())
PROCESSES = frozenset("popen Popen fork execv execve check_output check_call create_subprocess_exec".split())

# Ways to what lies behind an object.
REFLECTING = frozenset(
    """tb_frame tb_next f_globals f_locals f_builtins f_back f_code gi_frame gi_code gi_yieldfrom cr_frame cr_code
    ag_frame ag_code func_globals func_code co_code co_consts mro _getframe""".split()
)
PLAIN_DUNDERS = frozenset(
    """__name__ __qualname__ __doc__ __version__ __init__ __new__ __post_init__ __len__ __iter__ __next__ __enter__
    __exit__ __str__ __repr__ __format__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __int__
    __float__ __add__ __radd__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __pow__ __neg__ __abs__ __and__ __or__
    __xor__ __invert__ __contains__ __getitem__ __setitem__ __delitem__ __call__ __all__ __slots__ __members__
    __array__ __future__ __match_args__ __annotations__ __debug__ __iadd__ __copy__ __deepcopy__ __round__
    __aenter__ __aexit__ __aiter__ __anext__ __index__ __reversed__ __matmul__ __set_name__ __init_subclass__""".split()
)
# What passes a method's name as a text: `frame.agg("to_csv")`.
BY_NAME = frozenset("agg aggregate apply transform pipe map applymap".split())


def ground_of_attribute(name, call=None, has_path=True):
    """Kind of finding, or None; `call` when it is called, `has_path` whether it is called with somewhere to write."""
    if name.startswith("__") and name.endswith("__") and len(name) > 4:
        return None if name in PLAIN_DUNDERS else "dynamic-code"
    if name in REFLECTING:
        return "dynamic-code"
    if name in WRITING:
        return None if call is not None and not has_path else "writes-files"
    if name in READING:
        return "reads-files"
    if name in NETWORK:
        return "uses-network"
    return "starts-processes" if name in PROCESSES else None
