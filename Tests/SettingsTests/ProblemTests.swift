import Settings
import Testing

@Suite("Problems of a settings document")
struct ProblemTests {
    @Test("all are told at once, each where it stands, in the document's order")
    func allAtOnce() {
        let text = """
            stat: ./x
            providers:
              openai: {kind: opnai, credential: env:KEY}
              other: {kind: anthropic, credential: sk-ant-api03-abcdefghijklmnop}
            lineages:
              gpt: {}
              openai/gpt-5: {}
            models:
              a: {provider: othr, id: x, lineage: openai/gpt-5}
              b: {provider: other, id: x, lineage: openai/gpt5}
              b: {provider: other, id: x, lineage: openai/gpt-5}
            routes:
              support: {serve: [c, b, b]}
            tenants:
              acme: {routes: [suport], requests_per_minute: 0}
            limits: {body: 1TiB}
            """
        #expect(
            problems(text) == [
                "1:1: The key `stat` is not known here. Did you mean `state`?",
                "3:18: providers.openai.kind: `opnai` is not known here. Did you mean `openai`?",
                "4:40: providers.other.credential: A credential is never written here, only where to find it. Write env:NAME for an environment variable or file:PATH for a file.",
                "6:3: lineages.gpt: A lineage is `vendor/family` or `vendor/family@version`.",
                "9:17: models.a.provider: There is no provider `othr`. Did you mean `other`?",
                "10:40: models.b.lineage: There is no lineage `openai/gpt5`. Did you mean `openai/gpt-5`?",
                "11:3: models: The key `b` stands twice in this section, first on line 10. Keep one of them.",
                "13:21: routes.support.serve[0]: There is no model `c`. Did you mean `a`?",
                "13:27: routes.support.serve[2]: The model `b` stands twice in this route. Keep one of them.",
                "15:19: tenants.acme.routes[0]: There is no route `suport`. Did you mean `support`?",
                "15:49: tenants.acme.requests_per_minute: A whole number from 1 to 10000000 is expected here.",
                "16:16: limits.body: A size from 1024 to 1073741824 bytes is expected here. Write it like 512KiB, 32MiB or 2GiB.",
            ]
        )
    }

    @Test("one problem of an entry hides none of its others")
    func withinOne() {
        let text = """
            providers:
              up: {kind: anthropic}
              odd: {kind: odd, base_url: ftp://x, credential: sk-ant-api03-abcdefghijklmnop, auth: basic, headers: {"a b": "c\\nd"}}
              none: {dialects: [latin], rehearsal: {first_token: soon, script: [{contains: [], answer: []}], faults: [{status: 1}]}}
              "a b": {kind: odd}
            lineages:
              x/y: {}
              z: {derived_from: x/yy, aliases: a}
            models:
              a: {provider: upp, lineage: x/yy, capabilities: [foo], limits: {context: 0}, prices: {input: "-1", output: "-2", cached_input: "-3"}}
              b: {capabilities: [bar], id: []}
              "a b": {provider: up}
            routes:
              r: {strict: maybe, timeouts: {idle: 1ms}, boundary: {providers: [nope], vendors: no}}
              "a b": {serve: [qqqqqqqq]}
            tenants:
              "a b": {routes: [qqqqqqqq]}
            """
        #expect(
            problems(text) == [
                "3:15: providers.odd.kind: `odd` is not known here. One of: openai, anthropic, openai-compatible, rehearsal.",
                "3:30: providers.odd.base_url: A base URL is http or https, a host, and a path. Write it like https://api.example.com/v1.",
                "3:51: providers.odd.credential: A credential is never written here, only where to find it. Write env:NAME for an environment variable or file:PATH for a file.",
                "3:88: providers.odd.auth: This way of authentication is not known. One of: bearer, none, {header: NAME}, {query: NAME}.",
                "3:105: providers.odd.headers.a b: This cannot be a header's name. Letters, digits, `-` and `_`.",
                "3:112: providers.odd.headers.a b: A header's value is one line of at most 1024 bytes.",
                "4:3: providers.none: The provider has no `kind`. One of: openai, anthropic, openai-compatible, rehearsal.",
                "4:21: providers.none.dialects[0]: `latin` is not known here. One of: chat-completions, responses, messages.",
                "4:54: providers.none.rehearsal.first_token: A duration is expected here. Write it like 250ms, 5s, 2m, 12h or 30d.",
                "4:80: providers.none.rehearsal.script[0].contains: A text is expected here.",
                "4:92: providers.none.rehearsal.script[0].answer: A text is expected here.",
                "4:107: providers.none.rehearsal.faults[0]: The fault has no `kind`. One of: status, reset, hang, cut, stall, malformed, unterminated.",
                "4:116: providers.none.rehearsal.faults[0].status: A whole number from 400 to 599 is expected here.",
                "5:3: providers.a b: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`.",
                "5:17: providers.a b.kind: `odd` is not known here. One of: openai, anthropic, openai-compatible, rehearsal.",
                "8:3: lineages.z: A lineage is `vendor/family` or `vendor/family@version`.",
                "8:21: lineages.z.derived_from: There is no lineage `x/yy`. Did you mean `x/y`?",
                "8:36: lineages.z.aliases: A list is expected here. Write it like [a, b].",
                "10:17: models.a.provider: There is no provider `upp`. Did you mean `up`?",
                "10:31: models.a.lineage: There is no lineage `x/yy`. Did you mean `x/y`?",
                "10:52: models.a.capabilities[0]: `foo` is not known here. One of: tools, parallel-tools, images, files, json-schema, reasoning, prefill, embeddings, count-tokens.",
                "10:76: models.a.limits.context: A whole number from 1 to 100000000 is expected here.",
                "10:96: models.a.prices.input: A price is a decimal per million tokens with at most six places. Write it like \"0.15\".",
                "10:110: models.a.prices.output: A price is a decimal per million tokens with at most six places. Write it like \"0.15\".",
                "10:130: models.a.prices.cached_input: A price is a decimal per million tokens with at most six places. Write it like \"0.15\".",
                "11:3: models.b: The model names no `provider`. There are: up, odd, none, a b.",
                "11:22: models.b.capabilities[0]: `bar` is not known here. One of: tools, parallel-tools, images, files, json-schema, reasoning, prefill, embeddings, count-tokens.",
                "11:32: models.b.id: A text is expected here.",
                "12:3: models.a b: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`.",
                "12:3: models.a b: The model names no `lineage`: what it is, whatever path reaches it. Declare one under `lineages:`.",
                "12:3: models.a b: The model needs an `id`: the name its provider knows it by.",
                "14:3: routes.r: The route has no `serve`: the models that answer, in order.",
                "14:15: routes.r.strict: Either true or false is expected here.",
                "14:39: routes.r.timeouts.idle: The duration must lie between 0.05 seconds and 86400.0 seconds.",
                "14:68: routes.r.boundary.providers[0]: There is no provider `nope`. Did you mean `none`?",
                "14:84: routes.r.boundary.vendors: A list is expected here. Write it like [a, b].",
                "15:3: routes.a b: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`.",
                "15:19: routes.a b.serve[0]: There is no model `qqqqqqqq`. There are: a, b, a b.",
                "17:3: tenants.a b: A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`.",
                "17:20: tenants.a b.routes[0]: There is no route `qqqqqqqq`. There are: r, a b.",
            ]
        )
    }

    @Test("what a model lacks is told also when its provider is not there, unless it could be of the rehearsal")
    func lacking() {
        let model = "  m: {provider: nowhere}"
        #expect(problems(document(models: model)).count == 3)
        #expect(problems(document(providers: "  p: {kind: rehearsal}", models: model)).count == 1)
        #expect(problems(document(providers: "  p: {kind: rehearsl}", models: model)).count == 2)
    }

    @Test("of an entry that stands twice both are read, and of a section too")
    func twice() {
        let text = """
            providers:
              up: {kind: opnai, base_url: ftp://x, credential: sk-ant-api03-abcdefghijklmnop}
              up: {kind: anthropic, dialects: []}
            lineages: {x/y: {}}
            models:
              a: {provider: up, id: i, lineage: x/y, capabilities: [foo]}
              a: {provider: up, id: j, lineage: x/z}
            models:
              b: {provider: up, id: k, lineage: x/y}
            routes:
              r: {serve: [a, b], strict: maybe}
              r: {}
            """
        #expect(
            problems(text) == [
                "2:14: providers.up.kind: `opnai` is not known here. Did you mean `openai`?",
                "2:31: providers.up.base_url: A base URL is http or https, a host, and a path. Write it like https://api.example.com/v1.",
                "2:52: providers.up.credential: A credential is never written here, only where to find it. Write env:NAME for an environment variable or file:PATH for a file.",
                "3:3: providers: The key `up` stands twice in this section, first on line 2. Keep one of them.",
                "3:25: providers.up.dialects: A provider speaks at least one dialect. Leave the key out for its kind's own.",
                "6:57: models.a.capabilities[0]: `foo` is not known here. One of: tools, parallel-tools, images, files, json-schema, reasoning, prefill, embeddings, count-tokens.",
                "7:3: models: The key `a` stands twice in this section, first on line 6. Keep one of them.",
                "7:37: models.a.lineage: There is no lineage `x/z`. Did you mean `x/y`?",
                "8:1: The key `models` stands twice in this section, first on line 5. Keep one of them.",
                "11:30: routes.r.strict: Either true or false is expected here.",
                "12:3: routes: The key `r` stands twice in this section, first on line 11. Keep one of them.",
                "12:3: routes.r: The route has no `serve`: the models that answer, in order.",
            ]
        )
    }

    @Test("what a reference could mean is all that the document declares, also what is at fault")
    func choices() {
        let models = "  bad: {provider: nowhere-near, id: x, lineage: openai/gpt-5}"
        let seen = problems(document(providers: "  p: {kind: odd}", models: models, routes: "  r: {serve: [qqqqqqqq]}"))
        #expect(seen.count == 3)
        #expect(seen.contains { $0.contains("no provider `nowhere-near`. There are: openai, p.") }, "\(seen)")
        #expect(seen.contains { $0.contains("no model `qqqqqqqq`. There are: gpt, bad.") }, "\(seen)")
    }

    @Test("a reference to an entry that is itself at fault is no second problem")
    func noCascade() {
        #expect(
            problems(
                document(
                    providers: "  bad: {kind: nonsense}",
                    models: "  m: {provider: bad, id: x, lineage: openai/gpt-5}",
                    routes: "  r: {serve: [m]}"
                )
            )
                == [
                    "3:15: providers.bad.kind: `nonsense` is not known here. One of: openai, anthropic, openai-compatible, rehearsal."
                ]
        )
    }

    @Test(
        "each kind of mistake is found",
        arguments: [
            (document(providers: "  p: {credential: env:X}"), "providers.p: The provider has no `kind`."),
            (document(providers: "  p: {kind: openai-compatible}"), "needs a `base_url`."),
            (document(providers: "  p: {kind: openai, base_url: ftp://x}"), "A base URL is http or https"),
            (document(providers: "  p: {kind: rehearsal, base_url: http://x}"), "lives in this process"),
            (document(providers: "  p: {kind: openai, rehearsal: {}}"), "Only a provider of kind rehearsal"),
            (document(providers: "  p: {kind: openai, credential: env:A, credentials: [env:B]}"), "not both"),
            (document(providers: "  p: {kind: openai, dialects: []}"), "at least one dialect"),
            (document(providers: "  p: {kind: openai, auth: basic}"), "This way of authentication is not known."),
            (document(providers: "  p: {kind: openai, auth: {header: \"a b\"}}"), "No credential can go up"),
            (document(providers: "  p: {kind: openai, auth: {header: Content-Length}}"), "No credential can go up"),
            (document(providers: "  p: {kind: openai, auth: {query: \"a&b\"}}"), "cannot be a parameter's name"),
            (document(providers: "  p: {kind: openai, auth: {header: k}, headers: {K: v}}"), "carries the credential"),
            (document(providers: "  p: {kind: openai, headers: {Host: x}}"), "Holdfast writes this header itself."),
            (document(providers: "  p: {kind: openai, headers: {x: \"a\\nb\"}}"), "one line of at most 1024 bytes"),
            (document(providers: "  p q: {kind: openai}"), "A name has 1 to 64 letters"),
            (document(providers: "  p: [openai]"), "A section of `key: value` lines is expected here."),
            (document(lineages: "  a/b: {derived_from: openai/gpt5}"), "There is no lineage `openai/gpt5`."),
            (document(lineages: "  a/b: {derived_from: a/b}"), "is derived from itself"),
            (document(lineages: "  a/b: {aliases: [x]}\n  c/d: {aliases: [x]}"), "The alias `x` belongs to `a/b`"),
            (document(models: "  m: {provider: openai, lineage: openai/gpt-5}"), "The model needs an `id`"),
            (document(models: "  m: {provider: openai, id: x}"), "The model names no `lineage`"),
            (document(models: "  m: {id: x, lineage: openai/gpt-5}"), "The model names no `provider`."),
            (
                document(lineages: "  a/b: {}", models: "  m: {provider: openai, id: gpt-5, lineage: a/b}"),
                "also the model `gpt`, under another lineage"
            ),
            (
                document(models: "  m: {provider: openai, id: x, lineage: openai/gpt-5, capabilities: [vision]}"),
                "`vision` is not known here."
            ),
            (
                document(
                    models: "  m: {provider: openai, id: x, lineage: openai/gpt-5, prices: {input: 0.15, output: 1}}"
                ), "must be in quotes"
            ),
            (
                document(
                    models:
                        "  m: {provider: openai, id: x, lineage: openai/gpt-5, prices: {input: \"1e3\", output: \"1\"}}"
                ), "A price is a decimal"
            ),
            (
                document(models: "  m: {provider: openai, id: x, lineage: openai/gpt-5, prices: {input: \"1\"}}"),
                "both `input` and `output`"
            ),
            (document(routes: "  r: {serve: []}"), "A route serves at least one model."),
            (document(routes: "  r: {}"), "The route has no `serve`"),
            (
                document(routes: "  r: {serve: [gpt], boundary: {regions: [eu]}}"),
                "None of the route's models lies inside"
            ),
            (document(routes: "  r: {serve: [gpt], boundary: {providers: [azure]}}"), "There is no provider `azure`."),
            (document(routes: "  r: {serve: [gpt], timeouts: {head: 10ms}}"), "The duration must lie between"),
            (document(routes: "  r: {serve: [gpt], timeouts: {head: soon}}"), "A duration is expected here."),
            (document(routes: "  r: {serve: [gpt], timeouts: {floor: -1}}"), "A whole number from 0"),
            (document(routes: "  r: {serve: [gpt], last_resort: {}}"), "A last resort needs a `text`"),
            (
                document(routes: "  r: {serve: [gpt], last_resort: {text: \" \"}}"),
                "The text has between 1 and 4096 bytes"
            ),
            (document(routes: "  r: {serve: [gpt], attempts: 33}"), "A whole number from 1 to 32 is expected here."),
            (document(routes: "  r: {serve: [gpt], attempts: 0}"), "A whole number from 1 to 32 is expected here."),
            (document(routes: "  r: {serve: [gpt], refusals: shop}"), "`shop` is not known here."),
            (document(routes: "  r: {serve: [gpt], retries: 3}"), "A section of `key: value` lines is expected here."),
            (document(routes: "  r: {serve: [gpt], retries: {last_model: 11}}"), "A whole number from 0 to 10"),
            (document(routes: "  r: {serve: [gpt], retries: {longest_wait: 2h}}"), "The duration must lie between"),
            (document(more: "listeners: {service: {bind: 8787}}"), "An address is `host:port`."),
            (document(more: "listeners: {service: {bind: \"ho st:1\"}}"), "An address is `host:port`."),
            (
                document(more: "listeners: {service: {bind: \"0.0.0.0:1\", plaintext: trusted-network}}"),
                "the names it is reached by"
            ),
            (
                document(more: "listeners: {service: {bind: \"10.0.0.1:1\"}}"),
                "Keys would cross the network in the clear."
            ),
            (document(more: "listeners: {service: {bind: \"127.0.0.1:8788\"}}"), "Both listeners have port 8788."),
            (document(more: "listeners: {service: {tls: {key: x}}}"), "Both `certificate` and `key` are needed"),
            (document(more: "listeners: {service: {origins: [\"https://a/b\"]}}"), "An origin is a scheme and a host"),
            (document(more: "listeners: {service: {hosts: [\"a.example:443\"]}}"), "without scheme and port"),
            (document(more: "listeners: {service: {plaintext: yes}}"), "The only value is `trusted-network`."),
            (document(more: "limits: {body: 64MiB, memory: 32MiB}"), "may not be larger than all memory"),
            (document(more: "retention: {journal: {age: 1s}}"), "The duration must lie between"),
            (document(more: "currency: \"$\""), "A currency is a short word"),
            (document(more: "logs: {level: loud}"), "`loud` is not known here."),
            ("routes: {}", "The document has no route"), ("state: x", "The document has no route"),
            ("", "The document is empty."), ("- a", "A section of `key: value` lines is expected here."),
            ("a: [", "The document is not YAML"), ("a: b: c", "The document is not YAML"),
            ("a: *x", "The document is not YAML"), (String(repeating: "[", count: 100_000), "The document is not YAML"),
            (String(repeating: "# long\n", count: 200_000), "larger than 1 MiB"),
        ]
    )
    func mistakes(text: String, message: String) {
        let seen = problems(text)
        #expect(seen.count == 1 && seen[0].contains(message), "\(seen)")
    }

    @Test("a circle of origins is told at each of its members")
    func circle() {
        let lineages = "  a/b: {derived_from: c/d}\n  c/d: {derived_from: a/b}\n  e/f: {derived_from: a/b}"
        let seen = problems(document(lineages: lineages))
        #expect(seen.map { $0.prefix(13) } == ["6:3: lineages", "7:3: lineages"], "\(seen)")
    }

    @Test("a literal secret is refused without being repeated")
    func secrets() {
        let secret = "sk-ant-api03-abcdefghijklmnop"
        for line in [
            "  p: {kind: openai, credential: \(secret)}", "  p: {kind: openai, credentials: [\(secret)]}",
            "  p: {kind: openai, headers: {x-key: \(secret)}}",
            "  p: {kind: openai, headers: {x-key: Bearer \(secret)}}",
            "  p: {kind: openai, base_url: \"https://user:\(secret)@api.example/v1\"}",
            "  p: {kind: openai, base_url: \"https://api.example/v1?key=\(secret)\"}",
            "  p: {kind: openai, api_key: \(secret)}", "  p: {kind: openai, credential: \"\(secret)\u{1}\"}",
            "  p: {kind: openai, credential: \"\(secret)", "  p: {kind: openai, credential: *\(secret)}",
        ] {
            let seen = problems(document(providers: line))
            #expect(!seen.isEmpty, "\(line)")
            #expect(seen.allSatisfy { !$0.contains(secret) }, "\(seen)")
        }
    }

    @Test("aliases that multiply a document are stopped")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let inner = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        #expect(problems(text) == ["1:1: The document multiplies itself through aliases. Write the values out."])
    }

    @Test("honest aliases are welcome")
    func honestAliases() throws {
        let text = document(routes: "  a: &a {serve: [gpt]}\n  b: *a")
        #expect(try load(text).routes.map(\.serve) == [["gpt"], ["gpt"], ["gpt"]])
    }

    @Test("keys that stand twice are told beside everything else", arguments: ["support", "'support'", "\"support\""])
    func duplicates(key: String) {
        let text = "é: 1\n" + document(routes: "  \(key): {serve: [nobody]}\n  support: {serve: [gpt]}")
        let seen = problems(text)
        #expect(seen.count == 4, "\(seen)")
        #expect(seen.contains { $0.contains("There is no model `nobody`.") })
        #expect(
            seen.contains {
                $0.hasPrefix("13:3: routes: The key `support` stands twice in this section, first on line 12")
            }
        )
        #expect(
            seen.contains {
                $0.hasPrefix("14:3: routes: The key `support` stands twice in this section, first on line 12")
            }
        )
        #expect(seen.contains { $0.hasPrefix("1:1: The key `é` is not known here.") })
    }

    @Test("files that are tried are told where they are named, and a pair only when each of it is in order")
    func files() {
        let trials = FileTrials(
            certificate: { $0.hasSuffix("good.pem") ? nil : "bad \($0)" },
            key: { $0.hasSuffix("good.key") ? nil : "bad \($0)" },
            pair: { "\($0) and \($1) differ" },
            pack: { _, _ in nil }
        )
        let listeners = """
            listeners:
              service: {tls: {certificate: no.pem, key: no.key}}
              operator: {tls: {certificate: good.pem, key: good.key}}
            """
        let text = document(providers: "  p: {kind: openai, ca: other.pem}", more: listeners)
        #expect(problems(text) == [])
        #expect(
            problems(text, trials: trials) == [
                "3:25: providers.p.ca: bad /etc/holdfast/other.pem",
                "14:32: listeners.service.tls.certificate: bad /etc/holdfast/no.pem",
                "14:45: listeners.service.tls.key: bad /etc/holdfast/no.key",
                "15:14: listeners.operator.tls: /etc/holdfast/good.pem and /etc/holdfast/good.key differ",
            ]
        )
    }

    @Test("a file that cannot be read says what to do")
    func unreadable() {
        let error = #expect(throws: SettingsErrors.self) {
            try SettingsLoader.load(path: "/nowhere/holdfast.yaml", home: "/")
        }
        #expect(
            error?.description == "/nowhere/holdfast.yaml:1:1: The file cannot be read. `holdfast init` writes one."
        )
    }
}
