import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Drills")
    struct DrillTests {
        private static func file(_ gateway: GatewayProcess, _ lines: [String]) throws -> String {
            try gateway.folder.write(lines.joined(separator: "\n"), to: "requests.jsonl")
        }

        private static let request =
            #"{"dialect":"messages","body":{"model":"support","max_tokens":9,"messages":[{"role":"user","content":"DRILLMARK"}]}}"#
        private static let chat =
            #"{"path":"/v1/chat/completions","body":{"model":"support","stream":true,"messages":[{"role":"user","content":"hi"}]}}"#

        @Test("a replayed drill asks both sides, reports, and leaves callers alone")
        func replay() async throws {
            try await withPair(.good("the first says so")) { gateway, first, second in
                let path = try Self.file(gateway, [Self.request, Self.chat])
                let outcome = try await gateway.run("drill", "test/first", "--replay", path, "--json")
                #expect(outcome.code == 0, "\(outcome.errors)")
                let report = try #require(outcome.json?["report"])
                #expect(report["passed"]?.bool == true)
                #expect(report["incumbent"]?["models"]?["first"]?.integer == 2)
                #expect(report["substitute"]?["models"]?["second"]?.integer == 2)
                #expect(report["effect_us"]?.integer ?? -1 >= 0)
                #expect(first.requests.count == 2 && second.requests.count == 2)
                #expect(try await gateway.send(.hello(.messages)).says("the first says so"))
                let explained = try await gateway.run("explain", "support")
                #expect(explained.output.contains("last drill: passed, today"))
                #expect(try await gateway.run("recalls", "--json").json?["recalls"]?.elements?.isEmpty == true)
                let states = try await gateway.run("recalls", "show", "HF-DR-2026-0001", "--json").json?["steps"]?
                    .elements
                #expect(
                    states?.compactMap { $0["state"]?.string } == [
                        "declared", "executing", "contained", "correcting", "recertifying", "reinstating", "clear",
                        "closed",
                    ]
                )
                // Copies are no exchanges of callers, and their words are written nowhere.
                #expect(try await gateway.journal(atLeast: 1).count == 1)
                let page = try await gateway.ask("/metrics", token: gateway.localToken).text
                let counted = page.split(separator: "\n").filter {
                    $0.contains("_total{") && $0.contains(#"model="second""#)
                }
                #expect(counted.allSatisfy { $0.hasSuffix(" 0") || $0.contains("breaker") }, "\(counted)")
                for (name, bytes) in gateway.everythingWritten() where !name.contains("requests.jsonl") {
                    #expect(!String(decoding: bytes, as: UTF8.self).contains("DRILLMARK"), "\(name)")
                }
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
        }

        @Test("a drill fails where nobody stands in, and says what was missing")
        func fails() async throws {
            try await withPair(.good(), .always(.answer(500, body: "{}"))) { gateway, _, _ in
                let path = try Self.file(gateway, [Self.request])
                let outcome = try await gateway.run("drill", "test/first", "--replay", path, "--json")
                #expect(outcome.code == 1)
                #expect(outcome.json?["report"]?["passed"]?.bool == false)
                #expect(outcome.json?["report"]?["gaps"] != .object([]))
                #expect(try await gateway.run("explain", "support").output.contains("last drill: failed"))
                #expect(try await gateway.send(.hello(.messages)).status == 200)
            }
        }

        @Test("a mirrored drill copies what the lineage answers while it lasts, and nothing afterwards")
        func mirror() async throws {
            try await withPair(.good("the first says so")) { gateway, first, second in
                async let drill = gateway.run("drill", "test/first", "--mirror", "100%", "--for", "3s", "--json")
                let _: Bool = try await eventually("the drill") {
                    let drills = try await gateway.run("recalls", "--all", "--json").json?["recalls"]?.elements
                    return drills?.first?["state"]?.string == "contained" ? true : nil
                }
                for dialect in Dialect.allCases {
                    #expect(try await gateway.send(.hello(dialect)).says("the first says so"))
                    #expect(try await gateway.send(.hello(dialect, stream: true)).says("the first says so"))
                }
                let outcome = try await drill
                #expect(outcome.code == 0, "\(outcome.errors)")
                let report = try #require(outcome.json?["report"])
                #expect(report["incumbent"]?["models"]?["first"]?.integer == 6)
                #expect(report["substitute"]?["models"]?["second"]?.integer == 6)
                #expect(first.requests.count == 6 && second.requests.count == 6)
                #expect(try await gateway.send(.hello(.messages)).says("the first says so"))
                #expect(try await gateway.journal(atLeast: 7).allSatisfy { $0["served_model"]?.string == "first" })
                #expect(second.requests.count == 6)
            }
        }

        @Test("broken off, or left alone by a server that ended, it is over and touches nobody")
        func abort() async throws {
            try await withPair(.good("the first says so")) { gateway, _, second in
                let token = try await gateway.makeOperator("Ada")
                func post(_ path: String, _ body: String) async throws -> Message {
                    try await Call("POST", "/api/v1/\(path)", body: body).bearing(token).send(
                        port: gateway.operatorPort
                    )
                }
                let begun = try await post("drills", #"{"lineage":"test/first"}"#)
                let id = try #require(begun.json?["drill"]?.string, "\(begun.text)")
                #expect(try await post("drills", #"{"lineage":"test/first"}"#).status == 409)
                #expect(try await gateway.send(.hello(.messages)).says("the first says so"))
                #expect(try await gateway.run("drill", "--abort", id).code == 0)
                let state = try await gateway.run("recalls", "show", id, "--json").json?["state"]?.string
                #expect(state == "dismissed")
                #expect(try await post("drills/\(id)/requests", Self.request).status == 404)
                #expect(try await gateway.run("drill", "--abort", id).code == 1)
                #expect(second.requests.isEmpty)
            }
        }

        @Test("what is wrong with a file is said with its line, before anything is asked")
        func badFile() async throws {
            try await withPair(.good()) { gateway, first, _ in
                for (line, words) in [
                    ("nonsense", "line 2 is no JSON object"), (#"{"dialect":"messages"}"#, "line 2 has no `body`"),
                    (#"{"dialect":"latin","body":{"model":"support"}}"#, "line 2 has neither"),
                    (#"{"dialect":"messages","body":{}}"#, "line 2 names no route"),
                ] {
                    let path = try Self.file(gateway, [Self.request, line])
                    let outcome = try await gateway.run("drill", "test/first", "--replay", path)
                    #expect(outcome.code == 1 && outcome.errors.contains(words), "\(outcome.errors)")
                }
                #expect(try await gateway.run("drill", "test/first").code == 64)
                #expect(try await gateway.run("drill", "test/nobody", "--mirror", "5%", "--for", "1s").code == 1)
                #expect(first.requests.isEmpty)
            }
        }
    }
}
