import Domain
import Foundation
import Settings

/// Settings of a few models, read as a document is.
enum RecallSettings {
    static let document = """
        state: /tmp/unused
        providers:
          acme: {kind: rehearsal}
          cloud: {kind: rehearsal}
          other: {kind: rehearsal}
        lineages:
          acme/atlas@5: {aliases: [atlas-latest]}
          acme/atlas@4: {}
          acme/atlas: {}
          acme/atlas-mini@5: {}
          bank/tuned: {derived_from: acme/atlas@5}
          bank/tuned-again: {derived_from: bank/tuned}
          other/opal: {}
        models:
          atlas: {provider: acme, id: atlas-5, lineage: acme/atlas@5, region: eu}
          atlas-cloud: {provider: cloud, id: "acme.atlas-5", lineage: acme/atlas@5, region: us}
          atlas-old: {provider: acme, id: atlas-4, lineage: acme/atlas@4}
          atlas-any: {provider: cloud, id: atlas, lineage: acme/atlas}
          mini: {provider: acme, id: atlas-mini, lineage: acme/atlas-mini@5}
          tuned: {provider: acme, id: "ft:1", lineage: bank/tuned-again}
          opal: {provider: other, id: opal-1, lineage: other/opal, region: eu}
        routes:
          support: {serve: [atlas, atlas-cloud, opal]}
          tuned: {serve: [tuned]}
          last: {serve: [atlas, atlas-any], last_resort: {text: Later.}}
          old: {serve: [atlas-old, mini]}
        """

    static func make(_ text: String = document) throws -> Settings {
        let path = NSTemporaryDirectory() + "holdfast-recall-settings-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try SettingsLoader.load(path: path, home: "/tmp", trials: nil)
    }
}
