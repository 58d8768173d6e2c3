# Everything one does with this repository. `make` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The one set of release flags, for whatever is measured or shipped. -Ounchecked stays out: traps guard our parsers.
RELEASE_FLAGS := -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked
RELEASE_FOLDER := .build/release
SUBJECT ?= holdfast
FUZZ_SECONDS ?= 30
FUZZ_SEED ?= 1
BENCH_FLAGS ?=

.PHONY: help build release demo test test-swift test-python lint format bench bench-litellm scenarios fuzz statistics docs docs-dialects clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## debug build of everything, tests included
	@scripts/setup build
	swift build --build-tests

release: ## release build: .build/release/holdfast and workbench
	@scripts/setup build
	swift build $(RELEASE_FLAGS)

demo: ## the main job on a real local model, step by step (DEMO_ONCE=1: end after the last step)
	@scripts/setup demo
	@$(MAKE) --no-print-directory release
	HOLDFAST_BINARY="$(CURDIR)/$(RELEASE_FOLDER)/holdfast" scripts/demo

test: ## all tests: Swift, then the vendors' own clients
	@scripts/setup test
	@$(MAKE) --no-print-directory test-swift
	@$(MAKE) --no-print-directory test-python

test-swift: ## unit, property and acceptance tests in Swift
	swift build --build-tests
	swift test --skip-build

test-python: ## suites of Tests/Python, each in an environment of its own
	scripts/test-python

lint: ## layout and rules of swift format, without changing anything
	swift format lint --strict --recursive Sources Tests Package.swift

format: ## lay out all Swift files
	swift format --in-place --recursive Sources Tests Package.swift

bench: ## cost beside nginx, in one interleaved run (BENCH_FLAGS=--quick: only the bars)
	@scripts/setup bench
	@$(MAKE) --no-print-directory release
	Benchmarks/bench.py $(BENCH_FLAGS)

bench-litellm: ## the bench's lanes beside LiteLLM's proxy, in an environment of its own (optional; never in CI)
	@scripts/setup bench
	@scripts/venv litellm
	@$(MAKE) --no-print-directory release
	Benchmarks/bench.py --quick --subjects direct,nginx,holdfast,litellm $(BENCH_FLAGS)

scenarios: ## failover scenarios against the release build (SUBJECT=nginx and SUBJECT=direct must fail them)
	@$(MAKE) --no-print-directory release
	$(RELEASE_FOLDER)/workbench scenarios --subject $(SUBJECT) $(SCENARIO_FLAGS)

fuzz: ## our parsers beside other people's on nearly right bytes (FUZZ_SECONDS=30 FUZZ_SEED=1)
	@$(MAKE) --no-print-directory release
	$(RELEASE_FOLDER)/workbench fuzz --seconds $(FUZZ_SECONDS) --seed $(FUZZ_SEED)

statistics: ## what the gate counts by, held against simulated models whose rates are known
	@$(MAKE) --no-print-directory release
	$(RELEASE_FOLDER)/workbench statistics

docs-dialects: ## write the tables of docs/dialects.md anew, from the built binary
	scripts/check-docs --write

docs: ## documentation against sources and binary: links, commands, examples, completeness
	scripts/check-docs

clean: ## remove builds and Python environments
	rm -rf .build .venv-* Benchmarks/results
