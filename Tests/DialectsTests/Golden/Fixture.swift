import Domain
import Foundation
import JSON

@testable import Dialects

/// One file of `Fixtures`: something a caller or a provider says in its dialect, and the fields it shows.
///
/// Requests and answers are `{"shows": […], "body": {…}}`, with `model` where the upstream's name matters to Messages.
/// Streams are server-sent events whose first comment is `shows …`.
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
        case .streams:
            let first = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
            guard first.hasPrefix(": shows") else { throw FixtureFault("The first line is no `: shows …`.") }
            words = first.dropFirst(": shows".count).split(separator: " ").map(String.init)
            body = bytes
            model = nil
        }
        shows = try words.map { word in
            guard let field = ConversationField(rawValue: word) else { throw FixtureFault("No field is `\(word)`.") }
            return field
        }
    }
}

struct FixtureFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
