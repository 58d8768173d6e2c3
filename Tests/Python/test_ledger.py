"""An exported ledger, read by verifiers that others wrote: Go's sumdb, pymerkle, and an Ed25519 of OpenSSL's making.

What is converted here is the checkpoint's text; for pymerkle, the form of its proofs too.
"""
import base64
import pathlib
import shutil
import subprocess

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree, MerkleProof, verify_inclusion

from gateway import ROOT, Gateway

SETTINGS = """
state: {state}
keys: {keys}
providers:
  practice: {kind: rehearsal}
lineages:
  practice/model: {}
models:
  practice: {provider: practice, id: practice, lineage: practice/model}
routes:
  practice: {serve: [practice]}
tenants:
  demo: {}
"""
# More than a tile has, so that there is a level above.
EVENTS = 260
KEPT = 3


class Exported:
    """A folder that was exported twice, the first checkpoint kept, with a receipt for one event."""

    def __init__(self, gateway):
        for _ in range(KEPT):
            gateway.make_key()
        self.folder = gateway.folder / "public"
        gateway.run("ledger", "export", str(self.folder))
        self.kept = shutil.copy(self.folder / "checkpoint", gateway.folder / "kept")
        for _ in range(EVENTS - KEPT):
            gateway.make_key()
        gateway.run("ledger", "export", str(self.folder))
        self.key = gateway.run("ledger", "key").strip()
        self.proof, self.entry = gateway.folder / "100.tlog-proof", gateway.folder / "100.entry"
        gateway.run("ledger", "prove", "100", "-o", str(self.proof), "--entry", str(self.entry))

    def entries(self):
        found = []
        for name in ["000", f"001.p/{EVENTS - 256}"]:
            data = (self.folder / "tile" / "entries" / name).read_bytes()
            while data:
                length = int.from_bytes(data[:2], "big")
                found.append(data[2 : 2 + length])
                data = data[2 + length :]
        return found

    @property
    def note(self):
        return (self.folder / "checkpoint").read_text()

    @property
    def root(self):
        return base64.b64decode(self.note.split("\n")[2])


@pytest.fixture(scope="module")
def exported():
    with_server = Gateway(SETTINGS)
    try:
        yield Exported(with_server)
    finally:
        shutil.rmtree(with_server.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def sumdb(tmp_path_factory):
    """Built once; Debian keeps x/mod where no network is needed."""
    program = tmp_path_factory.mktemp("go") / "verify"
    environment = {
        "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(program.parent), "PATH": "/usr/bin:/bin",
        "GOFLAGS": "-buildvcs=false",
    }
    subprocess.run(["go", "build", "-o", program, ROOT / "Tests/Go/ledger/main.go"], env=environment, check=True)
    return lambda folder, key, *more: subprocess.run([program, folder, key, *more], capture_output=True, text=True)


def test_sumdb_checks_every_entry_and_that_the_log_continues(exported, sumdb):
    done = sumdb(exported.folder, exported.key, exported.kept)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{EVENTS} entries are right\n"


@pytest.mark.parametrize("name", ["checkpoint", "tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
def test_sumdb_refuses_what_was_changed(exported, sumdb, tmp_path, name):
    copy = pathlib.Path(shutil.copytree(exported.folder, tmp_path / "copy"))
    data = bytearray((copy / name).read_bytes())
    data[30] ^= 1
    (copy / name).write_bytes(data)
    assert sumdb(copy, exported.key).returncode != 0


def test_pymerkle_comes_to_the_signed_root(exported):
    tree = InmemoryTree(algorithm="sha256")
    for entry in exported.entries():
        tree.append_entry(entry)
    assert tree.get_size() == EVENTS
    assert tree.get_root() == exported.root


def test_pymerkle_checks_our_receipt(exported):
    head, _, note = exported.proof.read_text().partition("\n\n")
    lines = head.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 100"]
    tree = InmemoryTree(algorithm="sha256")
    for entry in exported.entries():
        tree.append_entry(entry)
    # pymerkle begins a path with the leaf itself; the sides come from its own proof of the same entry.
    theirs = tree.prove_inclusion(101).serialize()
    ours = [tree.hash_buff(exported.entry.read_bytes())] + [base64.b64decode(line) for line in lines[2:]]
    theirs["path"] = [digest.hex() for digest in ours]
    base = tree.hash_buff(exported.entry.read_bytes())
    verify_inclusion(base, base64.b64decode(note.split("\n")[2]), MerkleProof.deserialize(theirs))


def test_openssl_checks_the_signature(exported):
    text, _, signatures = exported.note.rpartition("\n\n")
    _, name, blob = signatures.strip().split(" ")
    key_name, key_id, key = exported.key.split("+", 2)
    typed, signature = base64.b64decode(key), base64.b64decode(blob)
    assert (name, typed[0], signature[:4].hex()) == (key_name, 1, key_id)
    public = Ed25519PublicKey.from_public_bytes(typed[1:])
    public.verify(signature[4:], (text + "\n").encode())
    with pytest.raises(InvalidSignature):
        public.verify(signature[4:], (text + " \n").encode())
