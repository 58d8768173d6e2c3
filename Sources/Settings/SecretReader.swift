import Foundation
import Synchronization

/// Reads credentials from where settings say they are. The values go nowhere but into request heads.
package final class SecretReader: Sendable {
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// No vendor's key comes near it; a file that is larger is some other file.
    private static let maximumLength = 16 * 1024

    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    package func read(_ reference: SecretReference) throws(Failure) -> String {
        switch reference {
        case .environment(let name):
            guard let value = environment[name] else {
                throw Failure(description: "The environment variable \(name) is not set. Set it and start anew.")
            }
            return try check(value, reference)
        case .file(let path):
            guard let handle = FileHandle(forReadingAtPath: path),
                let data = try? handle.read(upToCount: Self.maximumLength + 1),
                let text = String(data: data, encoding: .utf8)
            else { throw Failure(description: "The credential file \(path) cannot be read.") }
            return try check(text.hasSuffix("\n") ? String(text.dropLast()) : text, reference)
        }
    }

    private func check(_ value: String, _ reference: SecretReference) throws(Failure) -> String {
        guard !value.isEmpty else { throw Failure(description: "The credential at \(reference.description) is empty.") }
        guard value.utf8.count <= Self.maximumLength else {
            throw Failure(description: "The credential at \(reference.description) is longer than 16 KiB.")
        }
        // A line break would let a credential write header fields of its own.
        guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure(description: "The credential at \(reference.description) holds a character that no key has.")
        }
        return value
    }
}

extension SecretReference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}
