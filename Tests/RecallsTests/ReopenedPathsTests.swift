import Control
import Domain
import Recalls
import Settings
import Testing

@Suite("Recall: settings that reopen")
struct ReopenedPathsTests {
    private func recall(_ state: RecallState = .declared, _ slice: RecallSlice = RecallSlice()) -> Recall {
        Recall(
            id: "HF-RC-2026-0001",
            order: RecallOrder(
                LineagePattern(Lineage(vendor: "acme", family: "atlas", version: "5")),
                slice: slice
            ),
            first: RecallMove(to: state, by: .uid(0)),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
    }

    private func reopened(_ recall: Recall, _ edit: (String) -> String) throws -> [String] {
        let old = try RecallSettings.make(), new = try RecallSettings.make(edit(RecallSettings.document))
        return ReopenedPaths.find(from: old, to: new, recalls: [recall]).map(\.model)
    }

    @Test(
        "another lineage, a lost descent, and another name of a model that is held by name reopen; a model taken out does not"
    )
    func edits() throws {
        let relabelled = { (text: String) in
            text.replacing("id: atlas-5, lineage: acme/atlas@5", with: "id: atlas-5, lineage: other/opal")
        }
        #expect(try reopened(recall(), relabelled) == ["atlas"])
        #expect(
            try reopened(recall()) { $0.replacing("bank/tuned: {derived_from: acme/atlas@5}", with: "bank/tuned: {}") }
                == ["tuned"]
        )
        let renamed = { (text: String) in text.replacing("atlas-cloud", with: "cloudy") }
        #expect(try reopened(recall(.held, RecallSlice([.model: ["atlas-cloud"]])), renamed) == ["cloudy"])
        #expect(try reopened(recall(), renamed) == [])
        #expect(try reopened(recall()) { $0.replacing("  tuned: {serve: [tuned]}\n", with: "") } == [])
        #expect(try reopened(recall(.signal), relabelled) == [], "a signal holds nothing back")
        #expect(try reopened(recall()) { $0 } == [])
    }
}
