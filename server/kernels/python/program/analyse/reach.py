"""What dotted names reach for, by their longest known beginning: severity, kind of finding, and what to tell a person."""

import builtins
import sys

BUILTINS = frozenset(dir(builtins)) - {"copyright", "credits", "license"}
STANDARD = frozenset(sys.stdlib_module_names)
# What the runner binds besides the tables, and what every module has.
GIVEN = frozenset(("__name__", "__doc__", "__builtins__", "display"))

READS = "raise", "reads-files", "reads files, which the sandbox refuses: read the data as a table of this workspace instead."
WRITES = "raise", "writes-files", "writes files, which the sandbox refuses: bind the result to the output's name instead."
NETWORK = "raise", "uses-network", "reaches for the network, which the sandbox refuses: add the data to this workspace first."
PROCESSES = "raise", "starts-processes", "starts or signals processes, which the sandbox refuses: leave it out."
NATIVE = "raise", "uses-native-code", "reaches into native code, which can't be inspected: leave it out."
DYNAMIC = "raise", "dynamic-code", "makes or finds code and names while it runs, so what it does can't be inspected: write it out."
UNREPEATABLE = "warn", "not-repeatable", "gives something else in each run and can't be seeded: use numpy.random with a seed."
UNSEEDED = "warn", "not-repeatable", "is not given a seed, so it draws others in each run: give it one, like default_rng(1)."
MACHINE = "warn", "not-repeatable", "tells of the machine and the process, which others run: write the value into the code."
CLOCK = "warn", "reads-clock", "reads the clock, so that another run gives another result: take the time from the data."
THREADS = "warn", "threads", "works in several threads, whose order differs between runs: do one thing after another."
INPUT = "raise", "reads-input", "waits for someone to type, and nobody will: write the value into the code."
RANDOM = "note", "random", "draws random numbers; they are the same in each run, as the runner seeds them."

_BY_KIND = {
    READS: """builtins.open io.open io.open_code io.FileIO codecs.open os glob linecache fileinput
        filecmp zipfile tarfile gzip.open gzip.GzipFile bz2.open bz2.BZ2File lzma.open lzma.LZMAFile mmap
        mimetypes.init netrc tomllib.load configparser.ConfigParser.read tokenize.open pathlib.Path.cwd
        numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap numpy.DataSource numpy.fromregex
        numpy.lib.npyio numpy.lib.format.open_memmap
        pandas.read_csv pandas.read_table pandas.read_fwf pandas.read_parquet pandas.read_excel pandas.read_json
        pandas.read_feather pandas.read_orc pandas.read_hdf pandas.read_sas pandas.read_spss pandas.read_stata
        pandas.read_xml pandas.ExcelFile pandas.HDFStore pandas.io pyarrow.parquet pyarrow.csv pyarrow.json
        pyarrow.feather pyarrow.orc pyarrow.fs pyarrow.dataset pyarrow.memory_map pyarrow.OSFile pyarrow.input_stream
        polars.read_csv polars.scan_csv polars.read_parquet polars.scan_parquet polars.read_json polars.read_ipc
        polars.read_excel polars.scan_ndjson matplotlib.image.imread matplotlib.pyplot.imread PIL.Image.open
        scipy.io imageio skimage.io sqlite3 dbm""",
    WRITES: """shutil tempfile numpy.save numpy.savez numpy.savez_compressed numpy.savetxt pandas.ExcelWriter
        pyarrow.output_stream matplotlib.pyplot.savefig matplotlib.pyplot.imsave matplotlib.image.imsave
        matplotlib.backends.backend_pdf joblib.dump joblib.Memory logging.FileHandler logging.handlers os.remove
        os.unlink os.rename os.renames os.replace os.mkdir os.makedirs os.rmdir os.removedirs os.chmod os.chown os.link
        os.symlink os.truncate os.write os.pwrite os.ftruncate os.mkfifo os.mknod os.utime plistlib.dump""",
    NETWORK: """socket ssl urllib http ftplib smtplib imaplib poplib telnetlib nntplib xmlrpc socketserver select
        selectors asyncio.open_connection asyncio.start_server webbrowser wsgiref cgi requests httpx aiohttp websockets
        websocket urllib3 boto3 botocore paramiko fsspec s3fs gcsfs huggingface_hub pandas.read_html pandas.read_sql
        pandas.read_sql_query pandas.read_sql_table pandas.read_gbq pandas.read_clipboard pandas_datareader yfinance
        sqlalchemy psycopg psycopg2 pymysql pymongo redis google grpc sklearn.datasets.fetch_openml
        sklearn.datasets.fetch_california_housing seaborn.load_dataset statsmodels.datasets.get_rdataset
        asyncio.open_unix_connection antigravity ensurepip venv pip""",
    PROCESSES: """subprocess _posixsubprocess multiprocessing pty pexpect signal os.system os.popen os.fork os.forkpty
        os.exec os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.spawnl os.spawnle
        os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.posix_spawn os.posix_spawnp os.kill
        os.killpg os.abort os._exit os.wait os.waitpid os.setuid os.setgid os.nice os.startfile
        concurrent.futures.ProcessPoolExecutor concurrent.futures.process asyncio.create_subprocess_exec
        asyncio.create_subprocess_shell asyncio.subprocess joblib.Parallel joblib.parallel psutil
        posix nt _winapi""",
    NATIVE: """ctypes _ctypes cffi _cffi_backend numpy.ctypeslib numpy.f2py numba.cfunc pyximport cython distutils
        setuptools resource faulthandler fcntl llvmlite sys.setdlopenflags""",
    DYNAMIC: """builtins.eval builtins.exec builtins.compile builtins.__import__ builtins.globals builtins.vars
        builtins.locals builtins.breakpoint builtins.help builtins.__build_class__ builtins.__loader__
        builtins.__spec__ importlib imp pkgutil runpy code codeop inspect gc builtins __builtin__ __main__ sys.modules
        sys._getframe sys._current_frames sys.settrace sys.setprofile sys.meta_path sys.path sys.path_hooks
        sys.path_importer_cache sys.addaudithook sys.displayhook sys.excepthook sys.setrecursionlimit sys.monitoring
        pickle _pickle cPickle dill cloudpickle shelve marshal copyreg joblib.load pandas.read_pickle pandas.eval
        pandas.core.computation numexpr typing.get_type_hints types.FunctionType types.CodeType types.LambdaType
        types.ModuleType operator.attrgetter operator.methodcaller timeit doctest pdb bdb trace cProfile profile
        zipimport site atexit unittest.mock IPython.get_ipython threading.settrace weakref.finalize
        modulefinder _frozen_importlib _imp _xxsubinterpreters _interpreters rlcompleter pydoc traceback.walk_stack
        traceback.extract_stack annotationlib duckdb polars.sql
        polars.SQLContext pandasql patsy formulaic statsmodels.formula""",
    UNREPEATABLE: """secrets uuid.uuid1 uuid.uuid4 uuid.getnode os.urandom os.getrandom random.SystemRandom
        numpy.random.SeedSequence""",
    MACHINE: """os.environ os.environb os.getenv os.getpid os.getppid os.getlogin os.uname platform getpass""",
    CLOCK: """time.time time.time_ns time.localtime time.gmtime time.ctime time.asctime time.monotonic
        time.monotonic_ns time.perf_counter time.perf_counter_ns time.process_time time.clock_gettime
        datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
        pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow pandas.datetime.now os.times""",
    THREADS: "threading _thread concurrent asyncio trio anyio multiprocessing.dummy multiprocessing.pool.ThreadPool",
    INPUT: "builtins.input sys.stdin",
    RANDOM: "random numpy.random",
}
# A module through another that holds it.
BY_WAY_OF = "a module through another"
BY_PATH = {path: ground for ground, paths in _BY_KIND.items() for path in paths.split()}
BY_PATH[BY_WAY_OF] = DYNAMIC

# Of modules above, what only computes; and modules by themselves, where only some of what they hold matters.
HARMLESS = frozenset(
    """os os.path os.path.join os.path.basename os.path.dirname os.path.split os.path.splitext os.path.normpath
    os.path.commonprefix os.path.commonpath os.path.isabs os.path.sep os.sep os.linesep os.pathsep os.extsep os.curdir
    os.pardir os.altsep os.name os.fspath os.fsencode os.fsdecode os.PathLike os.cpu_count os.strerror os.error
    urllib urllib.parse http.HTTPStatus signal.Signals concurrent concurrent.futures multiprocessing.cpu_count
    pandas.io pandas.io.formats pandas.io.formats.style
    pandas.io.json.json_normalize pandas.io.json numpy.lib.npyio.NpzFile zipfile.BadZipFile tarfile.TarError
    sqlite3.Error glob.escape shutil.Error shutil.get_terminal_size pyarrow.dataset.field""".split()
)
HARMLESS_CHILDREN = ("urllib.parse.", "pandas.io.formats.", "os.path.sep")

# What a path of pathlib does to the disk, by the last word.
PATH_READS = frozenset(
    """read_text read_bytes open exists is_file is_dir is_symlink iterdir glob rglob stat lstat cwd home resolve samefile
    expanduser walk owner group absolute readlink is_mount""".split()
)
PATH_WRITES = frozenset(
    "write_text write_bytes mkdir unlink rmdir rename replace touch symlink_to hardlink_to chmod lchmod".split()
)
BY_PATH.update({f"pathlib.{one}": READS for one in PATH_READS})
BY_PATH.update({f"pathlib.{one}": WRITES for one in PATH_WRITES})
# Modules that others hold under their own name (`logging.os`): a way round, so they count wherever they stand.
SENSITIVE = frozenset(
    """os sys subprocess builtins socket shutil importlib ctypes pickle marshal inspect gc multiprocessing tempfile
    runpy posix""".split()
)


def entry_of(path):
    """The entry above that counts for it, or None. The path may have `()` in it, where something was called."""
    plain = path.replace("()", "")
    parts = plain.split(".")
    for at in range(1, len(parts)):
        bare = parts[at].lstrip("_")
        if bare in SENSITIVE:
            return entry_of(".".join([bare, *parts[at + 1 :]])) or (BY_WAY_OF if at + 1 == len(parts) else None)
    if plain in HARMLESS or plain.startswith(HARMLESS_CHILDREN):
        return None
    if parts[0] == "pathlib":
        return f"pathlib.{parts[-1]}" if f"pathlib.{parts[-1]}" in BY_PATH else None
    # A name of `builtins` counts by itself, as all of Python's own functions stand there.
    least = 1 if parts[0] == "builtins" and len(parts) > 1 else 0
    for end in range(len(parts), least, -1):
        known = ".".join(parts[:end])
        if known in BY_PATH:
            return known
    return None


def ground_of(path):
    """Severity, kind and text, or None."""
    entry = entry_of(path)
    return None if entry is None else BY_PATH[entry]
