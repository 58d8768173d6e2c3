/// The items of `document.tracking.revision_history` that can be read, and the document's own version.
struct RevisionHistory {
    struct Item {
        var date: Moment
        var version: CSAFVersion
        /// `number`, as written.
        var text: String
        /// Of `number`.
        var pointer: JSONPointer
    }

    let pointer: JSONPointer
    /// As they stand in the document.
    let items: [Item]
    /// By date, and of one date by version.
    let sorted: [Item]
    let version: CSAFVersion?

    /// No item is left out because its date or number cannot be read; that is a fault of the structure.
    let isWhole: Bool

    init(_ tracking: Placed?) {
        let history = tracking?["revision_history"]
        pointer = history?.pointer ?? JSONPointer("/document/tracking/revision_history")
        let listed = history?.items ?? []
        items = listed.compactMap { item in
            guard let number = item["number"], let text = number.string, let version = CSAFVersion(text),
                let date = item.string("date").flatMap(Moment.init)
            else { return nil }
            return Item(date: date, version: version, text: text, pointer: number.pointer)
        }
        isWhole = items.count == listed.count
        sorted = items.sorted { ($0.date, $0.version) < ($1.date, $1.version) }
        version = tracking?.string("version").flatMap(CSAFVersion.init)
    }
}
