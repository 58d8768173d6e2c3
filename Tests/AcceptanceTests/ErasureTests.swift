import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Erasing")
    struct ErasureTests {
        @Test("a tenant's and an operator's private fields go under a running server; keys stay dead, proofs stay good")
        func erased() async throws {
            try await withGateway { gateway, _ in
                let key = try await gateway.makeKey("--label", "MARKLABEL")
                let other = try await gateway.makeKey("--label", "OTHER", tenant: "acme")
                let made = try await gateway.run("operator", "create", "Ada MARKNAME", "--json").json
                let token = try #require(made?["secret"]?.string), id = try #require(made?["id"]?.string)
                let (proof, entry) = (gateway.folder.path + "/p", gateway.folder.path + "/e")
                #expect(try await gateway.run("ledger", "prove", "2", "-o", proof, "--entry", entry).code == 0)

                let early = try await gateway.run("ledger", "erase", "tenant:acme", "--reason", "asked")
                #expect(early.code == 1 && early.errors.contains(key.id) && early.errors.contains(other.id))
                for id in [key.id, other.id] { #expect(try await gateway.run("key", "revoke", id).code == 0) }
                #expect(try await gateway.run("operator", "revoke", id).code == 0)
                let dry = try await gateway.run(
                    "ledger",
                    "erase",
                    "tenant:acme",
                    "--reason",
                    "asked",
                    "--dry-run",
                    "--json"
                )
                #expect(dry.json?["entries"]?.elements?.count == 2, "\(dry.errors)")
                let done = try await gateway.run("ledger", "erase", "tenant:acme", "--reason", "asked", "--json")
                #expect(done.code == 0 && done.json?["count"]?.integer == 2, "\(done.errors)")
                #expect(try await gateway.run("ledger", "erase", "operator:\(id)", "--reason", "asked").code == 0)
                #expect(try await gateway.run("ledger", "erase", "tenant:acme", "--reason", "asked").code == 1)

                let epoch = try await gateway.run("ledger", "show", "--json").json?["events"]?.elements?.count
                let _: Bool = try await eventually("the server's epoch") {
                    try await gateway.status()["epoch"]?.integer == epoch ? true : nil
                }
                #expect(try await gateway.send(.hello(.messages).bearing(key.secret)).status == 401)
                #expect(try await gateway.ask("/api/v1/status", token: token).status == 401)
                let keys = try await gateway.run("key", "list", "--json").json?["keys"]?.elements
                #expect(keys?.map { $0["tenant"]?.string } == ["", ""])
                for (name, bytes) in gateway.folder.files() where name.hasPrefix("state/") {
                    #expect(!String(decoding: bytes, as: UTF8.self).contains("MARK"), "\(name)")
                }
                #expect(try await gateway.run("ledger", "verify").code == 0)
                let receipt = try await gateway.run("ledger", "verify", "--proof", proof, "--entry", entry)
                #expect(receipt.code == 0, "\(receipt.errors)")
                // The tenant may come back.
                let anew = try await gateway.makeKey()
                let _: Bool = try await eventually("the new key") {
                    try await gateway.send(.hello(.messages).bearing(anew.secret)).status == 200 ? true : nil
                }
                #expect(try await gateway.run("ledger", "verify").code == 0)
            }
        }
    }
}
