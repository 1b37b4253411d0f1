"""The reference of bench/pythonSteps.ts: a fresh ipykernel and a warm one, and pandas in a bare process. Prints one JSON line.

Needs ipykernel and jupyter_client beside pandas and pyarrow; bench/pythonSteps.ts says how to get them.
"""

import json
import statistics
import subprocess
import sys
import time

from jupyter_client.manager import KernelManager


def execute(client, code):
    client.execute(code)
    while client.get_iopub_msg(timeout=60)["content"].get("execution_state") != "busy":
        pass
    while client.get_iopub_msg(timeout=60)["content"].get("execution_state") != "idle":
        pass


def started():
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return manager, client


def fresh():
    began = time.perf_counter()
    manager, client = started()
    execute(client, "import pandas")
    execute(client, "1+1")
    took = time.perf_counter() - began
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return took * 1000


def ten_warm():
    manager, client = started()
    execute(client, "import pandas")
    execute(client, "1+1")
    times = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(10):
            execute(client, "1+1")
        times.append((time.perf_counter() - began) * 1000)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return statistics.median(times)


READ = """import sys, time
import pandas
began = time.perf_counter()
frame = pandas.read_parquet(sys.argv[1])
print((time.perf_counter() - began) * 1000)"""


def bare_read(path):
    times = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
    return statistics.median(times)


print(
    json.dumps(
        {
            "fresh": statistics.median(fresh() for _ in range(5)),
            "tenWarm": ten_warm(),
            "read": bare_read(sys.argv[1]),
        }
    )
)
