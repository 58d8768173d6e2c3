import Dialects
import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Incidents")
    struct IncidentTests {
        private static let id = "HF-IN-2026-0001"

        private static func clock(_ list: JSONValue?, _ regime: String, _ name: String) -> JSONValue? {
            list?["incidents"]?.elements?.first?["clocks"]?.elements?.first {
                $0["regime"]?.string == regime && $0["clock"]?.string == name
            }
        }

        private static func incidentID(_ list: JSONValue?) throws -> String {
            try #require(list?["incidents"]?.elements?.first?["id"]?.string)
        }

        @Test("a grave recall opens one with its clocks; it is shown, drafted, reported, and told at last")
        func life() async throws {
            let regimes = "incidents: {regimes: [eu-ai-act-73, cert-in]}\norganisation: {name: Example Bank}\n"
            try await withPair(.good("the first says so"), .good("the second says so"), { $0.more = regimes }) {
                gateway,
                _,
                _ in
                let ada = try await gateway.makeOperator("Ada")
                let none = try await gateway.run("incident", "list")
                #expect(none.code == 0 && none.output.contains("There are no incidents."))

                for _ in 0..<3 { #expect(try await gateway.send(.hello(.messages)).says("the first says so")) }
                _ = try await gateway.journal(atLeast: 3)
                let trivial = try await gateway.run("hold", "test/second", "--class", "III")
                #expect(trivial.code == 0, "\(trivial.errors)")
                #expect(
                    try await gateway.run("incident", "list", "--json").json?["incidents"]?.elements?.isEmpty == true
                )

                let aware = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -7 * 3600))
                let declared = try await gateway.run(
                    as: ada,
                    "recall",
                    "test/first",
                    "--class",
                    "I",
                    "--notice",
                    "Unsafe | *advice*.",
                    "--reason",
                    "SECRETREASON",
                    "--aware-at",
                    aware
                )
                #expect(declared.code == 0, "\(declared.errors)")

                // Seven hours are more than six and less than two days.
                let late = try await gateway.run("incident", "list", "--json")
                #expect(late.code == 1, "a clock is overdue")
                #expect(late.json?["overdue"]?.integer == 1)
                #expect(Self.clock(late.json, "cert-in", "report")?["state"]?.string == "overdue")
                #expect(Self.clock(late.json, "eu-ai-act-73", "serious-incident")?["state"]?.string == "running")
                #expect(Self.clock(late.json, "eu-ai-act-73", "death")?["condition"]?.string != nil)
                let id = try Self.incidentID(late.json)
                #expect(id.hasPrefix("HF-IN-"))
                let table = try await gateway.run("incident", "list")
                #expect(table.code == 1 && table.output.contains("cert-in/report"))
                #expect(table.output.contains("Not legal advice"))

                let shown = try await gateway.run("incident", "show", id, "--json")
                #expect(shown.code == 0, "\(shown.errors)")
                #expect(shown.json?["exchanges"]?["count"]?.integer == 3)
                #expect(shown.json?["private"]?.indented.contains("SECRETREASON") == true)
                #expect(
                    shown.json?["substitutes"]?.elements?.first?["lineage"] == .null,
                    "its substitute is held as well"
                )
                #expect(
                    try await gateway.run("incident", "show", id).output.contains(
                        "holdfast journal --answered-by HF-RC-"
                    )
                )

                try await Self.checkDraft(gateway, id)

                let operatorSees = try await gateway.ask("/api/v1/incidents", token: ada)
                #expect(operatorSees.status == 200)
                let body = try JSONValue(parsing: operatorSees.body)
                #expect(body["overdue"]?.integer == 1)
                #expect(try await Self.gauge(gateway, ada, "overdue") == "1")

                let reported = try await gateway.run(
                    as: ada,
                    "incident",
                    "reported",
                    id,
                    "cert-in",
                    "--reference",
                    "SECRETREFERENCE",
                    "--json"
                )
                #expect(reported.code == 0, "\(reported.errors)")
                let after = try await gateway.run("incident", "list", "--json")
                #expect(after.code == 0)
                let ended = Self.clock(after.json, "cert-in", "report")
                #expect(ended?["state"]?.string == "ended" && ended?["late"]?.bool == true)
                let _: Bool = try await eventually("the server to know of it", within: .seconds(10)) {
                    try await Self.gauge(gateway, ada, "overdue") == "0" ? true : nil
                }
                let ledger = try await gateway.run("ledger", "show", "--json").output
                #expect(ledger.contains("incident.reported"))
                #expect(try await gateway.run("ledger", "verify").code == 0)

                let report = try await gateway.run("incident", "report", id)
                #expect(report.code == 0, "\(report.errors)")
                #expect(
                    report.output.contains("After-action report: HF-IN") && report.output.contains("SECRETREFERENCE")
                )
                #expect(report.output.contains("Unsafe \\| \\*advice\\*."))
                let html = try await gateway.run("incident", "report", id, "--format", "html")
                #expect(html.code == 0 && html.output.hasPrefix("<!DOCTYPE html>"))
            }
        }

        private static func checkDraft(_ gateway: GatewayProcess, _ id: String) async throws {
            let path = gateway.folder.path + "/draft.json"
            let written = try await gateway.run(
                "incident",
                "draft",
                id,
                "--regime",
                "eu-ai-act-73",
                "--format",
                "json",
                "-o",
                path
            )
            #expect(written.code == 0 && written.output.isEmpty, "\(written.errors)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let draft = try JSONValue(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
            #expect(draft["sent"]?.bool == false && draft["fields"]?.elements?.isEmpty == false)
            for field in draft["fields"]?.elements ?? [] {
                let isFilled = field["evidence"]?.elements?.isEmpty == false
                #expect(isFilled || field["to_fill"]?.string?.hasPrefix("to be filled in by a person: ") == true)
            }
            // A regime that the settings do not name can be drafted as well.
            let other = try await gateway.run("incident", "draft", id, "--regime", "ca-sb-53")
            #expect(other.code == 0 && other.output.contains("DRAFT. Not legal advice. Not sent"))
            #expect(other.output.contains("Example Bank") && other.output.contains("to be filled in by a person: "))
            #expect(try await gateway.run("incident", "draft", id, "--regime", "nowhere").code == 64)
        }

        private static func gauge(_ gateway: GatewayProcess, _ token: String, _ state: String) async throws -> String? {
            let text = try await gateway.ask("/metrics", token: token).text
            let line = text.split(separator: "\n").first {
                $0.hasPrefix("holdfast_incident_clocks{state=\"\(state)\"}")
            }
            return line?.split(separator: " ").last.map(String.init)
        }

        @Test("without regimes no clock runs, which is said; what is no incident is not reported")
        func withoutRegimes() async throws {
            try await withPair(.good("the first says so")) { gateway, _, _ in
                let unknown = try await gateway.run("incident", "reported", Self.id, "cert-in", "--reference", "r")
                #expect(unknown.code == 1 && unknown.errors.contains("There is no incident `HF-IN-2026-0001`"))
                #expect(try await gateway.run("incident", "show", Self.id).code == 1)
                #expect(try await gateway.run("hold", "test/first", "--class", "II").code == 0)
                let list = try await gateway.run("incident", "list")
                #expect(list.code == 0 && list.output.contains("incidents: {regimes: [eu-ai-act-73, cert-in]}"))
                let shown = try await gateway.run("incident", "list", "--json")
                #expect(shown.json?["incidents"]?.elements?.first?["clocks"]?.elements?.isEmpty == true)
                let id = try Self.incidentID(shown.json)
                let one = try await gateway.run("incident", "show", id, "--json")
                #expect(one.json?["substitutes"]?.elements?.first?["lineage"]?.string == "test/second")
                #expect(try await gateway.run("incident", "reported", id, "cert-in", "--reference", " ").code == 64)
            }
        }
    }
}
