import Crypto
import Domain
import Foundation
import JSON
package import Settings

/// The packs that there are: those in the product, and those that were imported into the state folder.
package struct PackShelf: Sendable {
    /// Of imported packs: `NAME.yaml` each.
    package let folder: String

    package init(_ settings: Settings) {
        self.init(state: settings.state)
    }

    package init(state: String) {
        self.init(folder: state + "/packs")
    }

    package init(folder: String) {
        self.folder = folder
    }

    package struct Missing: Error, CustomStringConvertible {
        package var name: String
        package var known: [String]
        package var description: String {
            let nearest = NearestWord.question(name, among: known).map { " " + $0 } ?? ""
            return "There is no pack `\(name)`.\(nearest) There are: \(known.joined(separator: ", "))."
        }
    }

    /// Of the product first, then imported ones, each in its order.
    package var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let imported = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        return BuiltInPacks.names + imported.filter { !BuiltInPacks.names.contains($0) }.sorted()
    }

    package func isBuiltIn(_ name: String) -> Bool { BuiltInPacks.names.contains(name) }

    /// Where an imported pack lies.
    package func path(of name: String) -> String { "\(folder)/\(name).yaml" }

    /// - Throws: `Missing`, or `PackErrors` for a file that is no pack.
    package func pack(_ name: String) throws -> Pack {
        guard names.contains(name) else { throw Missing(name: name, known: names) }
        if let pack = try BuiltInPacks.load(named: name, attacks: .standard) { return pack }
        return try PackFile.load(path: path(of: name), attacks: .standard)
    }

    /// Why a pack could not be run, in a sentence; nil: it could.
    package func problem(of name: String) -> String? {
        do {
            _ = try pack(name)
            return nil
        } catch let missing as Missing {
            return "\(missing)"
        } catch {
            return "The pack `\(name)` cannot be read. `holdfast pack check \(path(of: name))` tells why."
        }
    }

    /// Of each policy as it stands: its own values, and the packs that it names with their detectors. A pack that cannot be read
    /// has none, so that no certificate speaks for it.
    package func policyHashes(_ policies: [Policy]) -> [String: String] {
        var states: [String: String] = [:]
        for name in Set(policies.flatMap(\.packs).map(\.pack)) { states[name] = (try? pack(name))?.state }
        return Dictionary(
            policies.map { ($0.name, $0.hash(states)) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension Pack {
    /// What its trials are made and judged by: content, and detectors with their versions.
    var state: String {
        let detectors = Set(
            goalSets.flatMap(\.goals).map { "\($0.detector.identity.id)@\($0.detector.identity.version)" }
        )
        return ([hash] + detectors.sorted()).joined(separator: " ")
    }
}

extension Policy {
    /// SHA-256, hexadecimal. How long a certificate is valid is not part of it: that stands in the certificate.
    ///
    /// - Parameter states: of packs, by name.
    func hash(_ states: [String: String]) -> String {
        var value: [String: CanonicalValue] = [
            "policy": .string(name), "level": .integer(level), "least_scored": .integer(leastScored),
            "packs": .array(packs.map { Self.canonical($0, states[$0.pack] ?? "") }),
        ]
        // Absent where nothing is compared, so that policies that never were keep the hash that they had.
        value["against"] = against.map { .string($0) }
        return Hex.text(SHA256.hash(data: CanonicalValue.object(value).bytes))
    }

    private static func canonical(_ rule: PackRule, _ state: String) -> CanonicalValue {
        var value: [String: CanonicalValue] = [
            "pack": .string(rule.pack), "state": .string(state), "ceiling": .integer(rule.ceiling),
            "trials": .integer(rule.trials ?? 0),
        ]
        value["margin"] = rule.margin.map { .integer($0) }
        return .object(value)
    }
}
