package import Dialects
import JSON

/// One line of a file that a drill replays: `{"dialect":"messages","body":{…}}`, or `{"path":"/v1/messages","body":{…}}`; the
/// body's `model` names a route.
package struct ReplayLine: Sendable {
    package struct Fault: Error, Sendable, CustomStringConvertible {
        package var description: String
    }

    package var operation: Operation
    package var route: String
    package var body: [UInt8]
    package var tenant: String?
    package var tags: [String]

    /// Bytes; what callers may send by default.
    package static let longest = 8 << 20

    package init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.longest else { throw Fault(description: "is longer than \(Self.longest) bytes") }
        guard let line = try? JSONValue(parsing: bytes), case .object = line else {
            throw Fault(description: "is no JSON object")
        }
        guard let body = line["body"], case .object = body else { throw Fault(description: "has no `body`") }
        guard let route = body["model"]?.string, !route.isEmpty else {
            throw Fault(description: "names no route: `body.model` is missing")
        }
        let named = line["dialect"]?.string
        let path = line["path"]?.string
        let found = Operation.all.first { operation in
            named.map { operation.name == $0 } ?? path.map { $0.hasSuffix(operation.path) } ?? false
        }
        guard let found else {
            throw Fault(description: "has neither a known `dialect` nor a known `path`")
        }
        operation = found
        self.route = route
        self.body = body.bytes
        tenant = line["tenant"]?.string
        tags = line["tags"]?.elements?.compactMap(\.string) ?? []
    }
}
