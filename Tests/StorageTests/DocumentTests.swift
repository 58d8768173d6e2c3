import Control
import Foundation
import GRDB
import Storage
import Testing

@Suite("Documents")
struct DocumentTests {
    private let folder: StateFolder

    init() throws {
        folder = try StateFolder(NSTemporaryDirectory() + "holdfast-documents-\(UUID().uuidString)")
    }

    @Test("lie beside their event by their hash, once, and a changed or missing one is found")
    func stored() throws {
        let ledger = try store()
        let bytes = Array(#"{"a":1}"#.utf8)
        let hash = DocumentTable.hash(bytes)
        #expect(hash == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
        for id in 0..<2 {
            try ledger.append([.init(.settingsApplied(hash: "x", document: hash), id: "\(id)", document: bytes)])
        }
        #expect(try ledger.document(hash) == bytes)
        #expect(try ledger.document("none") == nil)
        try ledger.audit()
        let database = try LedgerStore.file(folder).open()
        for (sql, word) in [
            ("UPDATE documents SET bytes = x'7b7d'", "not what was stored"),
            ("DELETE FROM documents", "document of event 0 is missing"),
        ] {
            try database.writeWithoutTransaction { try $0.execute(sql: sql) }
            let error = #expect(throws: StorageError.self) { try ledger.audit() }
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        }
    }

    @Test("an event whose append fails leaves none behind")
    func refused() throws {
        let ledger = try store()
        let bytes = Array("{}".utf8), hash = DocumentTable.hash(Array("{}".utf8))
        #expect(throws: StorageError.self) {
            try ledger.append([
                .init(.settingsApplied(hash: "x", document: hash), id: "1", document: bytes),
                .init(.serverStarted(version: String(repeating: "x", count: 70_000)), id: "2"),
            ])
        }
        #expect(try ledger.document(hash) == nil)
    }

    private func store() throws -> LedgerStore {
        try LedgerStore(folder, records: try RecordsFile.file(folder).open(), now: { 1_000 })
    }
}
