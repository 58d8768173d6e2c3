import Control
import Crypto
import Domain
import Foundation
import JSON
import Settings
import Storage

/// What the ledger is told of a settings file: both of the same bytes.
struct SettingsRecord {
    let event: ControlEvent
    /// Canonical JSON without secrets; nil without a file.
    let document: [UInt8]?

    /// - Parameter file: nil: the settings were made from the environment.
    init(_ file: String?) {
        guard let file, let data = FileManager.default.contents(atPath: file) else {
            event = .settingsApplied(hash: nil)
            document = nil
            return
        }
        document = RedactedDocument.make(String(decoding: data, as: UTF8.self))?.bytes
        event = .settingsApplied(
            hash: Hex.text(SHA256.hash(data: data)),
            document: document.map { DocumentTable.hash($0) }
        )
    }
}
