import JSON

extension ResponsesStreamRepair {
    /// An event of an item, whatever the type.
    mutating func repair(
        item event: JSONValue,
        _ type: String,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) {
        switch type {
        case "response.output_item.added": try itemAdded(event, &events)
        case "response.output_item.done": try itemDone(event, &events)
        case "response.content_part.added": try part(event, .text, isDone: false, &events)
        case "response.content_part.done": try part(event, .text, isDone: true, &events)
        // vLLM's name for it.
        case "response.reasoning_part.added": try part(event, .reasoning, isDone: false, &events)
        case "response.reasoning_part.done": try part(event, .reasoning, isDone: true, &events)
        case "response.reasoning_summary_part.added": try part(event, .summary, isDone: false, &events)
        case "response.reasoning_summary_part.done": try part(event, .summary, isDone: true, &events)
        default:
            let end = type.lastIndex(of: ".") ?? type.startIndex
            let kind = ResponsesRepairedText.Kind(rawValue: String(type[..<end]))
            switch (kind, type[end...]) {
            case (let kind?, ".delta"): try text(event, kind, isDone: false, &events)
            case (let kind?, ".done"): try text(event, kind, isDone: true, &events)
            default: try place(event, type, &events)
            }
        }
    }

    /// An event of which no more is known than whose it is: its item's place and id are put in, and the item before it.
    private mutating func place(
        _ event: JSONValue,
        _ type: String,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) {
        let itemType = ResponsesRepairedItem.type(ofEvent: type)
        let isPlaced = event["output_index"] != nil || event["item_id"] != nil
        let place: Int?
        switch itemType {
        case nil: place = isPlaced ? known(event) : nil
        case let itemType? where isPlaced: place = try index(of: event, type: itemType)
        case let itemType?: if let open = openItem(itemType) { place = open } else { place = try add(given: nil) }
        }
        guard let index = place else { return events.append(event) }
        if let itemType, !items[index].isDone {
            _ = ensureAdded(index, ResponsesRepairedItem.beginning(itemType), &events)
        }
        var event = event
        if event["item_id"] != nil || itemType != nil {
            event.put("item_id", .string(items[index].settledID(seed: seed)))
        }
        event.put("output_index", .integer(items[index].place))
        if type == "response.output_text.annotation.added" {
            event.fill("content_index", .integer(items[index].texts.last { $0.kind == .text }?.place ?? 0))
        }
        events.append(event)
    }

    // MARK: Which item

    /// Items find their events by `output_index`, else by `item_id`, else it is the last one.
    private func known(_ event: JSONValue) -> Int? {
        let given = event["output_index"]?.integer
        let id = event["item_id"]?.string ?? event["item"].flatMap(ResponsesStreamedItem.id)
        if let given, let index = items.lastIndex(where: { $0.given ?? $0.place == given }) { return index }
        if let id { return items.lastIndex { $0.id == id && (given == nil || $0.given == nil) } }
        return given == nil ? items.indices.last : nil
    }

    /// The last item, if it is of the type and not over.
    private func openItem(_ type: String) -> Int? {
        items.indices.last.flatMap { !items[$0].isDone && items[$0].type == type ? $0 : nil }
    }

    private mutating func index(of event: JSONValue, type: String?) throws(TranslationFault) -> Int {
        if let index = known(event) { return index }
        // The item was added without an id, and its events have one.
        if event["output_index"] == nil, let open = type.flatMap(openItem), items[open].isIDMade { return open }
        let index = try add(given: event["output_index"]?.integer)
        items[index].type = type
        items[index].note(id: event["item_id"]?.string)
        return index
    }

    /// The same for an item of the response's output.
    mutating func index(of item: JSONValue, at place: Int) throws(TranslationFault) -> Int {
        if let id = ResponsesStreamedItem.id(of: item), let index = items.firstIndex(where: { $0.id == id }) {
            return index
        }
        if let index = items.firstIndex(where: { $0.place == place }) { return index }
        return try add(given: nil)
    }

    private mutating func add(given: Int?) throws(TranslationFault) -> Int {
        guard items.count < ResponsesStreamReader.mostItems else { throw ResponsesStreamReader.tooMany }
        let isFree = given.map { given in items.allSatisfy { $0.place != given } } ?? false
        let next = (items.map(\.place).max() ?? -1) + 1
        items.append(ResponsesRepairedItem(given: given, place: isFree ? given ?? next : next))
        return items.count - 1
    }

    // MARK: Items

    private mutating func itemAdded(_ event: JSONValue, _ events: inout [JSONValue]) throws(TranslationFault) {
        guard let item = event["item"], item.members != nil else { return events.append(event) }
        let id = ResponsesStreamedItem.id(of: item)
        let index: Int
        if let known = known(event), event["output_index"] != nil || id != nil, !items[known].isDone,
            items[known].id == nil || id == nil || items[known].id == id
        {
            index = known
        } else {
            index = try add(given: event["output_index"]?.integer)
        }
        items[index].note(item)
        guard !items[index].isAdded, !ResponsesRepairedItem.isWaiting(item) else { return }
        var event = event
        open(index, item, &event)
        events.append(event)
    }

    private mutating func open(_ index: Int, _ item: JSONValue, _ event: inout JSONValue) {
        var item = item
        items[index].fill(&item, seed: seed, status: "in_progress", isDone: false)
        items[index].isAdded = true
        keep(item, of: index)
        event.put("output_index", .integer(items[index].place))
        event.put("item", item)
    }

    /// - Parameter item: as far as it is known.
    /// - Returns: false when it cannot be opened yet.
    private mutating func ensureAdded(_ index: Int, _ item: JSONValue, _ events: inout [JSONValue]) -> Bool {
        guard !items[index].isAdded else { return true }
        items[index].note(item)
        guard !ResponsesRepairedItem.isWaiting(item) else { return false }
        var event = JSONValue.object(("type", .string("response.output_item.added")))
        open(index, ResponsesRepairedItem.opening(item), &event)
        events.append(event)
        return true
    }

    private mutating func itemDone(_ event: JSONValue, _ events: inout [JSONValue]) throws(TranslationFault) {
        let index = try index(of: event, type: event["item"]?["type"]?.string)
        guard !items[index].isDone else { return events.append(event) }
        _ = try finish(index, event["item"], event, status: "completed", &events)
    }

    /// Tells all of an item that was not told, up to its end.
    ///
    /// - Parameter told: the whole item; nil: it is made of what came.
    /// - Parameter event: that ends it; without one it is made.
    /// - Returns: the whole item, completed.
    mutating func finish(
        _ index: Int,
        _ told: JSONValue?,
        _ event: JSONValue = .object(("type", .string("response.output_item.done"))),
        status: String,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) -> JSONValue {
        var item = told ?? .null
        if item.members == nil {
            guard kept != nil else { throw Self.tooLong }
            item = items[index].told ?? .object([])
            if item["status"] != nil { item.put("status", .string(status)) }
        }
        items[index].note(item)
        items[index].fill(&item, seed: seed, status: status, isDone: true)
        guard !items[index].isDone else { return items[index].completed(item) }
        completeArguments(of: &item, index, told: items[index].texts.first?.told ?? 0)
        guard ensureAdded(index, item, &events) else {
            throw TranslationFault("An item of the stream is a call without `name`.")
        }
        for whole in ResponsesRepairedText.texts(of: item) {
            guard !whole.text.isEmpty || items[index].text(whole.kind, at: whole.place) != nil else { continue }
            let text = try self.text(index, whole.kind, at: whole.place, &events)
            endText(index, text, whole.text, &events)
            endPart(index, text, whole.part, &events)
        }
        var event = event
        event.put("output_index", .integer(items[index].place))
        event.put("item", item)
        events.append(event)
        items[index].isDone = true
        kept = kept.map { [texts = items[index].texts] in texts.reduce($0) { $0 - $1.text.utf8.count } }
        items[index].texts = []
        keep(item, of: index)
        return item
    }

    /// A call without arguments still has the text of an object.
    ///
    /// - Parameter value: the item, or the end of its arguments.
    private func completeArguments(of value: inout JSONValue, _ index: Int, told: Int) {
        guard items[index].type == "function_call", told == 0, value["arguments"] == .string("") else { return }
        value.put("arguments", .string("{}"))
    }

    // MARK: Parts and texts

    /// - Parameter usual: the kind of a part that does not say its own.
    private mutating func part(
        _ event: JSONValue,
        _ usual: ResponsesRepairedText.Kind,
        isDone: Bool,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) {
        let kind = event["part"].flatMap(ResponsesRepairedText.Kind.init(part:)) ?? usual
        let index = try index(of: event, type: kind.itemType)
        let opening = JSONValue.object(("type", .string(items[index].type ?? kind.itemType)))
        guard !items[index].isDone, ensureAdded(index, opening, &events) else { return events.append(event) }
        var event = event
        let place = position(&event, index, kind, isDone ? .partDone : .partAdded)
        let wasAdded = items[index].text(kind, at: place).map { items[index].texts[$0].isAdded } ?? false
        let text = try text(index, kind, at: place, isAdded: !isDone, &events)
        // It was told when the part's first words came.
        guard isDone || !wasAdded else { return }
        if isDone {
            if let whole = event["part"]?[kind.whole]?.string { endText(index, text, whole, &events) }
            items[index].texts[text].isPartDone = true
        }
        event.fill("part", kind.part(isDone ? items[index].texts[text].text : ""))
        event.change("part") { $0 = ResponsesRepairedItem.filled(part: $0) }
        events.append(event)
    }

    private mutating func text(
        _ event: JSONValue,
        _ kind: ResponsesRepairedText.Kind,
        isDone: Bool,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) {
        let index = try index(of: event, type: kind.itemType)
        guard !items[index].isDone else { return events.append(event) }
        var event = event
        let place = position(&event, index, kind, .text)
        // Newer servers name the call at the end of its arguments. Its `call_id` comes later still, so the call waits on.
        items[index].note(name: event["name"]?.string)
        let opening = JSONValue.object(("type", .string(items[index].type ?? kind.itemType)))
        let isOpen = ensureAdded(index, opening, &events)
        let text = try text(index, kind, at: place, &events)
        if isDone {
            if kept != nil { event.fill(kind.whole, .string(items[index].texts[text].text)) }
            completeArguments(of: &event, index, told: items[index].texts[text].told)
            let whole = event[kind.whole]?.string ?? ""
            guard isOpen else { return try hold(whole, index, text) }
            makeUp(index, text, whole, &events)
            items[index].texts[text].isDone = true
        } else if let delta = event["delta"]?.string {
            guard isOpen else { return try hold(items[index].texts[text].text + delta, index, text) }
            makeUp(index, text, items[index].texts[text].text, &events)
            items[index].texts[text].told += delta.utf8.count
            keep(delta, index, text)
        }
        if kind == .text { event.fill("logprobs", .array([])) }
        events.append(event)
    }

    /// Puts the text's item and place into an event.
    private mutating func position(
        _ event: inout JSONValue,
        _ index: Int,
        _ kind: ResponsesRepairedText.Kind,
        _ step: ResponsesRepairedItem.Step
    ) -> Int {
        event.put("item_id", .string(items[index].settledID(seed: seed)))
        event.put("output_index", .integer(items[index].place))
        guard let key = kind.index else { return 0 }
        let place = event[key]?.integer ?? items[index].place(of: kind, at: step)
        event.put(key, .integer(place))
        return place
    }

    /// The text, its part opened if it is one.
    ///
    /// - Parameter isAdded: the event at hand opens it.
    private mutating func text(
        _ index: Int,
        _ kind: ResponsesRepairedText.Kind,
        at place: Int,
        isAdded: Bool = false,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) -> Int {
        let known = items[index].text(kind, at: place)
        let text = known ?? items[index].texts.count
        if known == nil {
            guard text < ResponsesStreamReader.mostItems else { throw ResponsesStreamReader.tooMany }
            items[index].texts.append(ResponsesRepairedText(kind, at: place))
            items[index].texts[text].isAdded = isAdded
            items[index].texts[text].isAnnounced = isAdded
        }
        if kind.list != nil, !items[index].texts[text].isAdded {
            items[index].texts[text].isAdded = true
            events.append(event(kind.partEvent + ".added", index, text, ("part", kind.part(""))))
        }
        return text
    }

    /// Tells what of the whole text was not told in pieces.
    private mutating func makeUp(_ index: Int, _ text: Int, _ whole: String, _ events: inout [JSONValue]) {
        let known = items[index].texts[text]
        guard !known.isDone, whole.utf8.count > known.told else { return }
        let rest = String(decoding: whole.utf8.dropFirst(known.told), as: UTF8.self)
        events.append(event(known.kind.rawValue + ".delta", index, text, ("delta", .string(rest))))
        items[index].texts[text].told = whole.utf8.count
        if known.text.utf8.count < whole.utf8.count {
            keep(String(decoding: whole.utf8.dropFirst(known.text.utf8.count), as: UTF8.self), index, text)
        }
    }

    private mutating func endText(_ index: Int, _ text: Int, _ whole: String, _ events: inout [JSONValue]) {
        guard !items[index].texts[text].isDone else { return }
        makeUp(index, text, whole, &events)
        items[index].texts[text].isDone = true
        let kind = items[index].texts[text].kind
        events.append(event(kind.rawValue + ".done", index, text, (kind.whole, .string(whole))))
    }

    private mutating func endPart(_ index: Int, _ text: Int, _ part: JSONValue?, _ events: inout [JSONValue]) {
        guard let part, !items[index].texts[text].isPartDone else { return }
        items[index].texts[text].isPartDone = true
        events.append(event(items[index].texts[text].kind.partEvent + ".done", index, text, ("part", part)))
    }

    private mutating func event(
        _ type: String,
        _ index: Int,
        _ text: Int,
        _ member: (String, JSONValue)
    ) -> JSONValue {
        let kind = items[index].texts[text].kind
        var event = JSONValue.object(("type", .string(type)))
        if let key = kind.index { event.put(key, .integer(items[index].texts[text].place)) }
        _ = position(&event, index, kind, .text)
        event.put(member.0, member.1)
        if kind == .text, type.hasPrefix(kind.rawValue) { event.put("logprobs", .array([])) }
        return event
    }

    // MARK: What is kept

    /// Keeps words of a call that cannot be told before its name is known.
    private mutating func hold(_ whole: String, _ index: Int, _ text: Int) throws(TranslationFault) {
        let count = items[index].texts[text].text.utf8.count
        if whole.utf8.count > count {
            keep(String(decoding: whole.utf8.dropFirst(count), as: UTF8.self), index, text)
        }
        guard kept != nil else { throw TranslationFault("The stream has a call whose name does not come.") }
    }

    private mutating func keep(_ more: String, _ index: Int, _ text: Int) {
        keep(more.utf8.count)
        if kept != nil { items[index].texts[text].text += more }
    }

    private mutating func keep(_ item: JSONValue, of index: Int) {
        keep(item.bytes.count)
        if kept != nil { items[index].told = item }
    }

    private mutating func keep(_ count: Int) {
        guard let before = kept else { return }
        guard before + count > ResponsesStreamWriter.mostText else {
            kept = before + count
            return
        }
        kept = nil
        for index in items.indices {
            items[index].told = nil
            for text in items[index].texts.indices { items[index].texts[text].text = "" }
        }
    }
}
