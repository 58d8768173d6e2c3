import Domain
import Foundation
import JSON

@testable import Dialects

/// One file of `Fixtures`: something a caller or a provider says in its dialect, and the fields it shows.
///
/// Requests and answers are `{"shows": […], "body": {…}}`, with `model` where the upstream's name matters to Messages, and
/// with `custom` where the answer calls custom tools that the request names. Streams are server-sent events whose first
/// comment is `shows …`, and whose second one may be `custom …`.
struct Fixture: Sendable, CustomStringConvertible {
    enum Kind: String, Sendable {
        case requests
        case answers
        case streams
    }

    let kind: Kind
    let dialect: Dialect
    let name: String
    let shows: [ConversationField]
    let body: [UInt8]
    let model: String?
    /// Names of the request's custom tools.
    let custom: [String]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static let requests = all(.requests)
    static let answers = all(.answers)
    static let streams = all(.streams)

    var description: String { "\(dialect.rawValue)/\(name)" }

    /// A fixture that cannot be read is a broken test, so it stops here with its name.
    private static func all(_ kind: Kind) -> [Fixture] {
        Dialect.allCases.flatMap { dialect -> [Fixture] in
            let folder = Self.folder.appending(path: "\(kind.rawValue)/\(dialect.rawValue)")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0.hasSuffix(".json") || $0.hasSuffix(".sse") }.sorted().map { file in
                do {
                    return try Fixture(kind, dialect, folder.appending(path: file))
                } catch {
                    fatalError("\(kind.rawValue)/\(dialect.rawValue)/\(file): \(error)")
                }
            }
        }
    }

    private init(_ kind: Kind, _ dialect: Dialect, _ file: URL) throws {
        self.kind = kind
        self.dialect = dialect
        name = file.deletingPathExtension().lastPathComponent
        let bytes = [UInt8](try Data(contentsOf: file))
        let words: [String]
        switch kind {
        case .requests, .answers:
            let envelope = try JSONValue(parsing: bytes)
            words = envelope["shows"]?.elements?.compactMap(\.string) ?? []
            body = envelope["body"]?.bytes ?? []
            model = envelope["model"]?.string
            custom = envelope["custom"]?.elements?.compactMap(\.string) ?? []
        case .streams:
            let lines = String(decoding: bytes, as: UTF8.self).split(maxSplits: 2, whereSeparator: \.isNewline)
            guard let shown = lines.first.flatMap({ Self.words($0, behind: ": shows") }) else {
                throw FixtureFault("The first line is no `: shows …`.")
            }
            words = shown
            custom = lines.dropFirst().first.flatMap { Self.words($0, behind: ": custom") } ?? []
            body = bytes
            model = nil
        }
        shows = try words.map { word in
            guard let field = ConversationField(rawValue: word) else { throw FixtureFault("No field is `\(word)`.") }
            return field
        }
    }
}

extension Fixture {
    private static func words(_ line: Substring, behind start: String) -> [String]? {
        line.hasPrefix(start) ? line.dropFirst(start.count).split(separator: " ").map(String.init) : nil
    }

    /// The custom tools of the request.
    var customTools: [Tool] { custom.map { Tool(kind: .custom(.text), name: $0) } }
}

struct FixtureFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
