import JSON
import Testing

@Suite("Operator listener")
struct ConsoleTests {
    private static let listings = [
        "/api/v1/status", "/api/v1/routes", "/api/v1/exchanges", "/api/v1/usage", "/api/v1/keys", "/api/v1/operators",
        "/api/v1/recalls", "/api/v1/blast", "/api/v1/certificates", "/api/v1/findings",
    ]

    @Test("health asks for no token and tells nothing")
    func health() async throws {
        try await LiveConsole.run { console in
            let alive = try await console.ask("/livez", token: nil)
            #expect(alive.status == 200 && alive.body == "alive\n")
            let ready = try await console.ask("/readyz", token: nil)
            #expect(ready.status == 200 && ready.body == "ready\n")
        }
        try await LiveConsole.run(isReady: false) { console in
            let statuses = [
                try await console.ask("/livez", token: nil).status, try await console.ask("/readyz", token: nil).status,
            ]
            #expect(statuses == [200, 503])
        }
    }

    @Test("everything else asks for a token, known paths and unknown ones alike")
    func tokens() async throws {
        try await LiveConsole.run { console in
            for path in Self.listings + ["/metrics", "/", "/nowhere", "/livez/", "/readyz/x", "//livez"] {
                let missing = try await console.ask(path, token: nil)
                #expect(missing.status == 401 && missing.code == "missing_token", "\(path)")
                #expect(missing.head.contains("\r\nwww-authenticate: bearer"))
                let wrong = try await console.ask(path, token: "viewer-token-not")
                #expect(wrong.status == 401 && wrong.code == "invalid_token", "\(path)")
            }
            let basic = try await console.ask("/api/v1/status", token: nil, fields: ["authorization: Basic YTpi"])
            #expect(basic.code == "missing_token")
        }
    }

    @Test("every role may read every listing", arguments: ["viewer-token", "operator-token", "admin-token"])
    func roles(token: String) async throws {
        try await LiveConsole.run { console in
            for path in Self.listings {
                let answer = try await console.ask(path, token: token)
                #expect(
                    answer.status == 200
                        && answer.json?["document"]?.string == path.split(separator: "/").last.map(String.init)
                )
                #expect(answer.head.contains("content-type: application/json"))
                #expect(answer.head.contains("cache-control: no-store"))
            }
        }
    }

    @Test("a foreign host or origin is turned away on every path, before any token is looked at")
    func strangers() async throws {
        try await LiveConsole.run(origins: ["https://ops.example"], hosts: ["ops.example"]) { console in
            for path in ["/livez", "/metrics", "/api/v1/status", "/nowhere"] {
                for host in ["evil.example", "127.0.0.1.evil.example", "ops.example.evil:80", ""] {
                    let answer = try await console.ask(path, host: host, token: nil)
                    #expect(answer.status == 421 && answer.code == "host_refused", "\(path) \(host)")
                }
                let origin = try await console.ask(path, fields: ["origin: https://evil.example"])
                #expect(origin.status == 403 && origin.code == "origin_refused")
            }
            for host in [
                "localhost", "LocalHost:8788", "127.0.0.1:1", "[::1]", "[::1]:8788", "ops.example", "OPS.example:443",
            ] {
                #expect(try await console.ask("/livez", host: host).status == 200, "\(host)")
            }
            #expect(try await console.ask("/livez", fields: ["origin: https://ops.example"]).status == 200)
            #expect(try await console.ask("/livez", host: nil).status >= 400)
        }
    }

    @Test("an unknown path lists the known ones; another method says which is right")
    func unknown() async throws {
        try await LiveConsole.run { console in
            let nowhere = try await console.ask("/api/v1/nowhere")
            #expect(nowhere.status == 404 && nowhere.code == "unknown_path")
            #expect(nowhere.message.contains("/api/v1/exchanges/ID"))
            for method in ["POST", "DELETE", "PUT"] {
                let answer = try await console.ask("/api/v1/keys", method: method, fields: ["content-length: 0"])
                #expect(answer.status == 405 && answer.code == "method_not_allowed", "\(method)")
                #expect(answer.head.contains("\r\nallow: get"))
            }
        }
    }

    @Test("queries and names reach the document decoded; what it refuses comes back in the API's shape")
    func queries() async throws {
        try await LiveConsole.run { console in
            let query = try await console.ask("/api/v1/exchanges?route=a%20b&limit=5")
            #expect(query.json?["query"] == .object(("limit", .string("5")), ("route", .string("a b"))))
            let route = try await console.ask("/api/v1/routes/a%2Fb")
            #expect(route.json?["query"] == .object(("route", .string("a/b"))))
            let exchange = try await console.ask("/api/v1/exchanges/req_1?id=other")
            #expect(exchange.json?["query"] == .object(("id", .string("req_1"))))
            let bad = try await console.ask("/api/v1/usage?bad=%22no%22")
            #expect(bad.status == 400 && bad.code == "bad_query" && bad.message == "`bad` is \"no\".")
            let missing = try await console.ask("/api/v1/routes/x?missing=1")
            #expect(missing.status == 404 && missing.code == "not_found")
            let broken = try await console.ask("/api/v1/usage?break=1")
            #expect(broken.status == 500 && broken.code == "internal_error")
            #expect(!broken.body.contains("Broken"))
        }
    }

    @Test("recalls are opened and moved by whoever may act, in their name")
    func commands() async throws {
        try await LiveConsole.run { console in
            let opened = try await console.ask(
                "/api/v1/recalls",
                method: "POST",
                token: "operator-token",
                body: #"{"lineage":"a/b"}"#
            )
            #expect(opened.status == 200 && opened.json?["command"]?.string == "open")
            #expect(opened.json?["by"]?.string == "op_operator-token" && opened.json?["bytes"]?.integer == 17)
            let moved = try await console.ask(
                "/api/v1/recalls/HF-RC-2026-0001/steps",
                method: "POST",
                token: "admin-token",
                body: "{}"
            )
            #expect(moved.json?["id"]?.string == "HF-RC-2026-0001" && moved.json?["command"]?.string == "move")
            for path in ["/api/v1/recalls", "/api/v1/recalls/x/steps"] {
                let viewer = try await console.ask(path, method: "POST", token: "viewer-token", body: "{}")
                #expect(viewer.status == 403 && viewer.code == "role_too_low")
                let stranger = try await console.ask(path, method: "POST", token: nil, body: "{}")
                #expect(stranger.status == 401)
                let refused = try await console.ask(path, method: "POST", token: "operator-token", body: "")
                #expect(refused.status == 409 && refused.code == "conflict")
                let large = try await console.ask(
                    path,
                    method: "POST",
                    token: "operator-token",
                    body: String(repeating: "x", count: 70_000)
                )
                #expect(large.status == 413 && large.code == "body_too_large")
            }
        }
    }

    @Test("metrics come in the format that is asked for")
    func metrics() async throws {
        try await LiveConsole.run { console in
            let plain = try await console.ask("/metrics")
            #expect(plain.body == "metrics false\n" && plain.head.contains("text/plain; version=0.0.4"))
            let open = try await console.ask("/metrics", fields: ["accept: application/openmetrics-text;version=1.0.0"])
            #expect(open.body == "metrics true\n" && open.head.contains("application/openmetrics-text; version=1.0.0"))
        }
    }
}
