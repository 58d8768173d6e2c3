import Domain
import JSON

extension ResponsesStreamReader {
    /// The place of the item that an event speaks of; made when it is not there.
    mutating func index(of data: JSONValue, isNew: Bool = false) throws(TranslationFault) -> Int {
        let place = data["output_index"]?.integer
        let id = data["item_id"]?.string ?? data["item"].flatMap(ResponsesStreamedItem.id)
        if let place, let index = items.firstIndex(where: { $0.place == place }) { return index }
        if place == nil, let id, let index = items.firstIndex(where: { $0.id == id }) { return index }
        if place == nil, id == nil, !isNew, let last = items.indices.last { return last }
        guard items.count < Self.mostItems else { throw Self.tooMany }
        items.append(ResponsesStreamedItem(place: place, id: id))
        return items.count - 1
    }

    /// The same for an item of the full object. Some servers give it a new id there.
    mutating func index(of item: JSONValue, at place: Int) throws(TranslationFault) -> Int {
        if let id = ResponsesStreamedItem.id(of: item), let index = items.firstIndex(where: { $0.id == id }) {
            return index
        }
        if let index = items.firstIndex(where: { $0.place == place }) { return index }
        if items.indices.contains(place), items[place].place == nil { return place }
        return try index(of: .object(("output_index", .integer(place)), ("item", item)), isNew: true)
    }

    mutating func delta(
        _ kind: ResponsesStreamedItem.Text.Kind,
        _ data: JSONValue,
        _ events: inout [StreamEvent]
    ) throws(TranslationFault) {
        guard let text = data["delta"]?.string, !text.isEmpty else { return }
        start(nil, &events)
        let item = try index(of: data)
        if let part = part(item, kind, data, &events) { append(text, item, part, &events) }
    }

    mutating func whole(
        _ kind: ResponsesStreamedItem.Text.Kind,
        _ data: JSONValue,
        _ text: JSONValue?,
        _ events: inout [StreamEvent]
    ) throws(TranslationFault) {
        start(nil, &events)
        makeUp(text, try index(of: data), kind, data, &events)
    }

    /// Sends what of a whole text was not sent in pieces.
    mutating func makeUp(
        _ text: JSONValue?,
        _ item: Int,
        _ kind: ResponsesStreamedItem.Text.Kind,
        _ data: JSONValue,
        _ events: inout [StreamEvent]
    ) {
        guard let text = text?.string, !text.isEmpty, let part = part(item, kind, data, &events) else { return }
        let sent = items[item].texts[part].sent(of: data)
        guard text.utf8.count > sent else { return }
        append(String(decoding: text.utf8.dropFirst(sent), as: UTF8.self), item, part, &events)
    }

    mutating func append(_ text: String, _ item: Int, _ part: Int, _ events: inout [StreamEvent]) {
        items[item].texts[part].count(text)
        events.append(.delta(items[item].texts[part].block, text))
    }

    /// The place of a text within its item, its block opened; nil when nothing may follow.
    mutating func part(
        _ item: Int,
        _ kind: ResponsesStreamedItem.Text.Kind,
        _ data: JSONValue,
        _ events: inout [StreamEvent]
    ) -> Int? {
        guard !items[item].isDone else { return nil }
        let place = data["content_index"]?.integer ?? 0
        if let part = items[item].part(kind, at: place) {
            if items[item].texts[part].isClosed { return nil }
            if let gap = items[item].texts[part].separator(before: data) {
                events.append(.delta(items[item].texts[part].block, gap))
            }
            return part
        }
        // A call is opened by its item, which knows its name.
        guard kind != .arguments else { return nil }
        open(kind.block, item, kind, at: place, data, &events)
        return items[item].texts.count - 1
    }
}
