import Domain
import JSON

/// Puts into a stream of Responses what servers leave out: its first event, members of the response, the life cycles of
/// items and parts around their texts, the places and ids by which events belong together, the output at the end, numbers.
///
/// Texts come in pieces and then whole, up to four times: whatever of the whole was not in the pieces is made up for. An
/// item keeps the id under which it was added, for clients take another one for another item.
struct ResponsesStreamRepair: EventRepair {
    /// Members without which clients cannot read a response.
    private static let needed = [
        "id", "object", "created_at", "model", "parallel_tool_calls", "tool_choice", "tools", "output",
    ]
    static let tooLong = TranslationFault(
        "The stream does not repeat its texts at their end, and they are longer than \(ResponsesStreamWriter.mostText) bytes."
    )

    private(set) var isOver = false
    let seed: String
    var items: [ResponsesRepairedItem] = []
    /// Bytes of texts and items that are kept for an output that is missing at the end; nil: more than may be.
    var kept: Int? = 0
    /// The needed members, as they were last told or are made up.
    private var response: JSONValue
    private var isStarted = false
    /// The response's id was told.
    private var isKnown = false
    private var nextNumber = 0

    init(_ options: AnswerOptions) {
        seed = options.idSeed
        let made = ResponsesObject(options).json(.inProgress, [])
        response = .object(Self.needed.compactMap { key in made[key].map { JSONValue.Member(key, $0) } })
    }

    mutating func repair(_ event: JSONValue) throws(TranslationFault) -> [JSONValue] {
        let type = event["type"]?.string ?? ""
        var events: [JSONValue] = []
        switch type {
        case "response.created", "response.in_progress", "response.queued":
            if type != "response.created" { begin(event["response"], &events) }
            isStarted = true
            events.append(filled(event, status: type == "response.queued" ? "queued" : "in_progress", output: []))
        case "response.completed", "response.incomplete":
            begin(event["response"], &events)
            try end(event, status: String(type.dropFirst("response.".count)), &events)
            isOver = true
        case "response.failed", "response.cancelled", "error":
            isOver = true
            events.append(event)
        // Servers that only resemble the vendor's send a bare error object.
        case "" where event["error"] != nil:
            isOver = true
            return [event]
        case _ where type.hasPrefix("response."):
            begin(nil, &events)
            try repair(item: event, type, &events)
        default: events.append(event)
        }
        return events.map { numbered($0) }
    }

    // MARK: The response

    private mutating func begin(_ told: JSONValue?, _ events: inout [JSONValue]) {
        guard !isStarted else { return }
        isStarted = true
        var first = told?.members == nil ? .object([]) : told ?? .null
        for key in ["usage", "error", "incomplete_details"] { first.put(key, .null) }
        first.put("status", .string("in_progress"))
        first.put("output", .array([]))
        let event = JSONValue.object(("type", .string("response.created")), ("response", first))
        events.append(filled(event, status: "in_progress", output: []))
    }

    /// The event with the members that its response must have.
    private mutating func filled(_ event: JSONValue, status: String, output: [JSONValue]) -> JSONValue {
        var event = event
        event.fill("response", .object([]))
        event.change("response") { told in
            if isKnown { told.put("id", response["id"]) }
            for member in response.members ?? [] { told.fill(member.key, member.value) }
            told.fill("status", .string(status))
            if told["output"]?.elements?.isEmpty != false { told.put("output", .array(output)) }
            if told["usage"] == nil { told.put("usage", .null) }
            if let whole = ResponsesObject.usage(ResponsesAnswerReader.usage(told["usage"])) {
                told.change("usage") { $0.fill(from: whole) }
            }
            for key in Self.needed where key != "output" { response.put(key, told[key]) }
        }
        isKnown = true
        return event
    }

    private mutating func end(
        _ event: JSONValue,
        status: String,
        _ events: inout [JSONValue]
    ) throws(TranslationFault) {
        var output: [JSONValue] = []
        for (place, item) in (event["response"]?["output"]?.elements ?? []).enumerated() {
            let index = try index(of: item, at: place)
            output.append(try finish(index, item, status: status, &events))
        }
        for index in items.indices where !items[index].isDone {
            _ = try finish(index, nil, status: status, &events)
        }
        var event = event
        if output.isEmpty, !items.isEmpty {
            guard kept != nil else { throw Self.tooLong }
            output = items.sorted { $0.place < $1.place }.compactMap(\.told)
        } else {
            event.change("response") { $0.put("output", .array(output)) }
        }
        events.append(filled(event, status: status, output: output))
    }

    // MARK: Numbers

    private mutating func numbered(_ event: JSONValue) -> JSONValue {
        let given = event["sequence_number"]?.integer.flatMap { $0 < StreamScanner.largestNumber ? $0 : nil }
        let number = max(given ?? nextNumber, nextNumber)
        nextNumber = number + 1
        guard given != number else { return event }
        var event = event
        event.put("sequence_number", .integer(number))
        return event
    }
}
