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
                "11:3: models: The key `b` stands twice in this section, first on line 10. Keep one of them.",
                "13:21: routes.support.serve[0]: There is no model `c`. Did you mean `b`?",
                "13:27: routes.support.serve[2]: The model `b` stands twice in this route. Keep one of them.",
                "15:19: tenants.acme.routes[0]: There is no route `suport`. Did you mean `support`?",
                "15:49: tenants.acme.requests_per_minute: A whole number from 1 to 10000000 is expected here.",
                "16:16: limits.body: A size from 1024 to 1073741824 bytes is expected here. Write it like 512KiB, 32MiB or 2GiB.",
            ]
        )
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
        #expect(seen.count == 3, "\(seen)")
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
