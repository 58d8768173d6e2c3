import Foundation
import GRDB
import Storage
import Testing

@Suite("Records file")
struct RecordsFileTests {
    @Test("a file of version 1 is brought forward: its answers belong to no tenant")
    func fromVersion1() throws {
        let folder = try StateFolder(NSTemporaryDirectory() + "holdfast-records-\(UUID().uuidString)")
        let old = DatabaseFile(
            path: folder.records,
            applicationID: 0x4844_5243,
            migrations: [
                {
                    try $0.execute(
                        sql: """
                            CREATE TABLE exchanges (id BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
                            CREATE TABLE answers (
                                answer_id TEXT PRIMARY KEY, exchange BLOB NOT NULL, model TEXT NOT NULL,
                                provider TEXT NOT NULL, credential INTEGER NOT NULL, lineage TEXT NOT NULL
                            ) WITHOUT ROWID;
                            CREATE INDEX answers_by_exchange ON answers (exchange);
                            CREATE TABLE subjects (subject TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
                            INSERT INTO answers VALUES ('resp_1', x'01', 'gpt', 'openai', 2, 'openai/gpt');
                            """
                    )
                }
            ],
            synchronous: .normal
        )
        try old.open().close()
        let row = try RecordsFile.file(folder).open().read { try Row.fetchOne($0, sql: "SELECT * FROM answers") }
        #expect(row?["answer_id"] == "resp_1")
        #expect(row?["credential"] == 2)
        #expect((row?["tenant"] as DatabaseValue?)?.isNull == true)
    }
}
