import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("The public folder")
    struct PublicationTests {
        private static let address = "https://status.example.org/"

        /// `public` lies beside the state folder: paths in settings start from the document.
        private static func publishing(_ settings: inout GatewaySettings) {
            settings.more += "publish: {folder: public, address: \"\(address)\"}\n"
        }

        private static func file(_ gateway: GatewayProcess, _ path: String) -> String? {
            try? String(contentsOfFile: "\(gateway.folder.path)/public/\(path)", encoding: .utf8)
        }

        private static func summary(_ gateway: GatewayProcess) -> JSONValue? {
            file(gateway, "api/v2/summary.json").flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        }

        @Test("a running server keeps it as the ledger stands, and it outlives the server")
        func kept() async throws {
            try await withPair(.good("the first says so"), .good("the second says so"), Self.publishing) {
                gateway,
                _,
                _ in
                let page = try await eventually("the page") { Self.file(gateway, "index.html") }
                #expect(page.contains("All systems operational") && !page.contains("HF-RC-"))
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the first says so"))
                _ = try await gateway.journal(atLeast: 1)
                #expect(try await gateway.run("hold", "test/first", "--notice", "Odd answers.").code == 0)
                let held = try await eventually("the hold on the page") {
                    Self.file(gateway, "index.html").flatMap { $0.contains("Odd answers.") ? $0 : nil }
                }
                #expect(held.contains("A model is held back") && !held.contains("All systems operational"))
                let summary = try #require(Self.summary(gateway))
                let components = summary["components"]?.elements ?? []
                // The substitute holds no certificate.
                #expect(
                    components.compactMap { $0["status"]?.string } == [
                        "degraded_performance", "partial_outage", "operational",
                    ],
                    "\(components)"
                )
                #expect(components.first?["holdfast"]?["requests_90d"]?.integer == 1)
                #expect(components.first?["holdfast"]?["served_by"]?.string == "test/second")
                #expect(Self.file(gateway, "feed.atom")?.contains(Self.address) == true)
                let checkpoint = try #require(Self.file(gateway, "ledger/checkpoint"))
                gateway.process.signal(SIGKILL)
                _ = try await gateway.process.ended()
                #expect(
                    Self.file(gateway, "index.html") == held && Self.file(gateway, "ledger/checkpoint") == checkpoint
                )
            }
        }

        @Test("where other people's files lie nothing is written; the log says so once, and all is served on")
        func foreign() async throws {
            var written = GatewaySettings([:])
            try await withPair(.good("the first says so"), .good("the second says so"), { written = $0 }) {
                gateway,
                _,
                _ in
                let folder = gateway.folder.path + "/public"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try gateway.folder.write("mine", to: "public/index.html")
                let outcome = try await gateway.run("publish", folder)
                #expect(outcome.code == 1 && outcome.errors.contains("did not write"), "\(outcome)")
                Self.publishing(&written)
                try gateway.folder.write(written.yaml(folder: gateway.folder.path), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let words = "the public folder cannot be written"
                func log() -> String { gateway.process.standardError }
                _ = try await eventually("the log") { log().contains(words) ? true : nil }
                #expect(try await gateway.send(.hello(.chatCompletions)).says("the first says so"))
                #expect(Self.file(gateway, "index.html") == "mine")
                try FileManager.default.removeItem(atPath: folder)
                _ = try await eventually("the page", within: .seconds(60)) { Self.file(gateway, "index.html") }
                #expect(log().components(separatedBy: words).count == 2)
            }
        }
    }
}
