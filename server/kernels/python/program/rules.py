"""What names reach for: by dotted path, longest match first. Severity, kind, and what to tell a person."""

import builtins
import sys

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__builtins__", "display"}
STANDARD = frozenset(sys.stdlib_module_names)

_FILES = "It reaches for files, which the sandbox refuses: read tables by their names, and hand results over as the output."
_NETWORK = "It reaches for the network, which the sandbox refuses: add the data to the workspace instead."
_PROCESSES = "It starts or signals processes, which the sandbox refuses."
_NATIVE = "It reaches into native code or the process itself, which can't be inspected."
_DYNAMIC = "It makes or finds code while it runs, which can't be inspected."
_CLOCK = "It reads the clock, so another run of the same step gives another result."
_RANDOM = "It draws random numbers; they are seeded from the step's digest, unless the code seeds them itself."
_UNREPEATABLE = "It draws randomness that can't be seeded, so no run can be repeated exactly."
_THREADS = "It uses threads, so sums of floating point numbers may differ from run to run."

_BY_KIND = {
    ("raise", "reaches-files", _FILES): """open io.open io.FileIO os shutil tempfile pathlib glob fileinput zipfile
        tarfile gzip.open bz2.open lzma.open sqlite3 dbm shelve mmap linecache fcntl numpy.load numpy.save numpy.savez
        numpy.savetxt numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap pandas.read_csv pandas.read_parquet
        pandas.read_excel pandas.read_json pandas.read_pickle pandas.read_table pandas.read_feather pandas.read_orc
        pandas.read_hdf pandas.read_sas pandas.read_spss pandas.read_stata pandas.read_xml pandas.ExcelWriter
        pandas.ExcelFile pandas.HDFStore pyarrow.parquet pyarrow.csv pyarrow.fs pyarrow.dataset pyarrow.memory_map
        pyarrow.OSFile polars.read_csv polars.scan_csv polars.read_parquet polars.scan_parquet joblib.load joblib.dump
        matplotlib.pyplot.savefig matplotlib.image.imread""",
    ("raise", "reaches-network", _NETWORK): """socket ssl urllib http ftplib smtplib imaplib poplib telnetlib xmlrpc
        socketserver requests httpx aiohttp websockets urllib3 webbrowser pandas.read_html pandas.read_sql
        pandas.read_sql_query pandas.read_sql_table pandas.read_gbq boto3 paramiko sklearn.datasets.fetch_openml""",
    ("raise", "starts-processes", _PROCESSES): """subprocess multiprocessing pty pexpect signal os.system os.popen
        os.fork os.forkpty os.execv os.execve os.execvp os.execl os.execle os.execlp os.spawnl os.spawnv os.spawnvp
        os.posix_spawn os.kill os.killpg""",
    ("raise", "native-code", _NATIVE): "ctypes cffi _ctypes resource faulthandler numba.cfunc pyarrow.jvm",
    ("raise", "dynamic-code", _DYNAMIC): """eval exec compile __import__ globals locals vars breakpoint importlib
        runpy code codeop inspect gc pickle marshal dill cloudpickle builtins __builtins__ sys.modules sys.settrace
        sys.setprofile sys._getframe sys.meta_path sys.path types.FunctionType types.CodeType operator.attrgetter
        operator.methodcaller IPython.get_ipython pandas.eval numexpr""",
    ("warn", "reads-clock", _CLOCK): """time.time time.time_ns time.localtime time.gmtime time.ctime time.strftime
        datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
        pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow""",
    ("note", "random", _RANDOM): "random numpy.random",
    ("warn", "not-repeatable", _UNREPEATABLE): """secrets uuid.uuid1 uuid.uuid4 os.urandom random.SystemRandom
        numpy.random.SeedSequence""",
    ("warn", "threads", _THREADS): "threading _thread concurrent joblib.Parallel",
}
BY_PATH = {path: ground for ground, paths in _BY_KIND.items() for path in paths.split()}

# Of `os`, these touch nothing outside; `os.path` joins and splits text.
HARMLESS = frozenset("os.path.join os.path.basename os.path.dirname os.path.splitext os.sep os.linesep os.cpu_count".split())

# Methods of frames and figures that write; whatever object they are called on.
WRITING = frozenset(
    """to_csv to_parquet to_excel to_pickle to_feather to_hdf to_sql to_stata to_orc to_gbq savefig write_csv
    write_parquet write_html write_image write_text write_bytes read_text read_bytes tofile""".split()
)
# Without a path these give text.
TEXT_WITHOUT_PATH = frozenset(("to_csv", "to_json", "to_html", "to_latex", "to_markdown", "to_xml"))
EVALUATING = frozenset(("query", "eval"))
PLAIN_DUNDERS = frozenset(
    """__init__ __name__ __doc__ __len__ __repr__ __str__ __eq__ __hash__ __iter__ __next__ __getitem__ __setitem__
    __contains__ __call__ __enter__ __exit__ __add__ __lt__ __le__ __gt__ __ge__ __ne__ __post_init__ __version__
    __main__ __bool__ __float__ __int__ __slots__ __all__""".split()
)
# What a frame tells of itself without any column's values.
SHAPE = frozenset(("shape", "columns", "dtypes", "empty", "size", "ndim", "index"))


def ground_of(path):
    """The ground against a dotted path, by its longest known beginning; None where there is none."""
    if path in HARMLESS:
        return None
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        known = BY_PATH.get(".".join(parts[:end]))
        if known is not None:
            return known
    return None
