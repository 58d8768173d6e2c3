// Reads an exported ledger with the verifier of Go's checksum database, golang.org/x/mod/sumdb, which knows nothing of
// Holdfast. Of the formats only two things are ours here: the text of a checkpoint, which sumdb has in another shape, and
// the tile's path, in which sumdb names the height.
//
// Usage: main FOLDER KEY [KEPT_CHECKPOINT]
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type folder string

func (f folder) Height() int                      { return height }
func (f folder) SaveTiles([]tlog.Tile, [][]byte)  {}
func (f folder) read(path string) ([]byte, error) { return os.ReadFile(filepath.Join(string(f), path)) }
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := f.read(strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1))
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func checkpoint(bytes []byte, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		log.Fatalf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], root) != tlog.HashSize {
		log.Fatalf("the root has %d bytes", len(root))
	}
	return tree
}

// The entries of all bundles, in order.
func entries(f folder, size int64) [][]byte {
	var all [][]byte
	for int64(len(all)) < size {
		tile := tlog.Tile{H: height, L: -1, N: int64(len(all)) >> height, W: 1 << height}
		if rest := size - int64(len(all)); rest < 1<<height {
			tile.W = int(rest)
		}
		bytes, err := f.read(strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data", height), "tile/entries", 1))
		check(err)
		for len(bytes) > 0 {
			length := int(binary.BigEndian.Uint16(bytes))
			all = append(all, bytes[2:2+length])
			bytes = bytes[2+length:]
		}
	}
	return all
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: main FOLDER KEY [KEPT_CHECKPOINT]")
	}
	f := folder(os.Args[1])
	signed, err := f.read("checkpoint")
	check(err)
	tree := checkpoint(signed, os.Args[2])
	// The reader proves each tile against the root before it is used.
	reader := tlog.TileHashReader(tree, f)
	all := entries(f, tree.N)
	if int64(len(all)) != tree.N {
		log.Fatalf("%d entries, and %d are signed", len(all), tree.N)
	}
	for i, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		check(err)
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			log.Fatalf("entry %d: %v", i, err)
		}
	}
	if len(os.Args) > 3 {
		bytes, err := os.ReadFile(os.Args[3])
		check(err)
		kept := checkpoint(bytes, os.Args[2])
		proof, err := tlog.ProveTree(tree.N, kept.N, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, kept.N, kept.Hash))
	}
	fmt.Printf("%d entries are right\n", len(all))
}
