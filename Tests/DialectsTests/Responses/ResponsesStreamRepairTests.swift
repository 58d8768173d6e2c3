import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Dialects

@Suite("Responses: repair of streams")
struct ResponsesStreamRepairTests {
    /// Vendor's object, with settings that differ from every default.
    private static func response(_ status: String, _ output: String = "[]", usage: String = "null") -> String {
        #"{"id":"resp_1","object":"response","created_at":1.70e9,"status":"\#(status)","model":"m","store":true,"#
            + #""tools":[{"type":"custom","name":"apply_patch"}],"tool_choice":"required","metadata":{"k":"v"},"#
            + #""temperature":0.50,"service_tier":"flex","parallel_tool_calls":false,"previous_response_id":"resp_0","#
            + #""instructions":"I","truncation":"auto","x_new":[1.0],"output":\#(output),"usage":\#(usage)}"#
    }

    /// `{"type":TYPE,"sequence_number":N,…}`, numbered in their order.
    private static func numbered(_ events: [(String, String)], from start: Int = 0) -> [String] {
        events.enumerated().map { index, event in
            "{\"type\":\"response.\(event.0)\",\"sequence_number\":\(start + index)\(event.1.isEmpty ? "" : ",")\(event.1)}"
        }
    }

    private static func types(_ events: [JSONValue]) -> [String] {
        events.map { String(($0["type"]?.string ?? "").dropFirst("response.".count)) }
    }

    private static let reasoning =
        #"{"id":"rs_UP","type":"reasoning","summary":[{"type":"summary_text","text":"A"},{"type":"summary_text","text":"B"}],"encrypted_content":"ENC"}"#
    private static let parts =
        #"[{"type":"output_text","text":"a","annotations":[{"type":"url_citation","url":"u"}],"logprobs":[{"token":"a","logprob":-1.0}]},{"type":"output_text","text":"b","annotations":[]}]"#
    private static let message =
        #"{"id":"msg_UP","type":"message","role":"assistant","status":"completed","phase":"commentary","content":\#(parts)}"#
    private static let call =
        #"{"id":"fc_UP","type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\": 1}","status":"completed"}"#
    private static let custom =
        #"{"id":"ctc_UP","type":"custom_tool_call","call_id":"call_2","name":"apply_patch","input":"*** Begin","status":"completed"}"#
    private static let compaction = #"{"id":"cmp_UP","type":"compaction","encrypted_content":"C"}"#
    private static let usage =
        #"{"input_tokens":3,"input_tokens_details":{"cached_tokens":1,"cache_write_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":5}"#
    private static let output = "[\(reasoning),\(message),\(call),\(custom),\(compaction)]"

    private static let summaries = ["A", "B"].enumerated().flatMap { index, text in
        let place = #""item_id":"rs_UP","output_index":0,"summary_index":\#(index)"#
        return [
            ("reasoning_summary_part.added", place + #","part":{"type":"summary_text","text":""}"#),
            ("reasoning_summary_text.delta", place + #","delta":"\#(text)","obfuscation":"x""#),
            ("reasoning_summary_text.done", place + #","text":"\#(text)""#),
            ("reasoning_summary_part.done", place + #","part":{"type":"summary_text","text":"\#(text)"}"#),
        ]
    }

    private static let texts = ["a", "b"].enumerated().flatMap { index, text in
        let place = #""item_id":"msg_UP","output_index":1,"content_index":\#(index)"#
        return [
            ("content_part.added", place + #","part":{"type":"output_text","text":"","annotations":[]}"#),
            ("output_text.delta", place + #","delta":"\#(text)","logprobs":[{"token":"a","logprob":-1.0}]"#),
            ("output_text.annotation.added", place + #","annotation_index":0,"annotation":{"url":"u"}"#),
            ("output_text.done", place + #","text":"\#(text)","logprobs":[{"token":"a","logprob":-1.0}]"#),
            ("content_part.done", place + #","part":{"type":"output_text","text":"\#(text)","annotations":[]}"#),
        ]
    }

    /// What OpenAI sends, with everything that no other dialect has.
    private static let whole = numbered(
        [
            ("created", #""response":\#(response("in_progress"))"#),
            ("in_progress", #""response":\#(response("in_progress"))"#),
            (
                "output_item.added",
                #""output_index":0,"item":{"id":"rs_UP","type":"reasoning","summary":[],"encrypted_content":"half"}"#
            ),
        ] + summaries + [
            ("output_item.done", #""output_index":0,"item":\#(reasoning)"#),
            (
                "output_item.added",
                #""output_index":1,"item":{"id":"msg_UP","type":"message","role":"assistant","status":"in_progress","phase":"commentary","content":[]}"#
            ),
        ] + texts + [
            ("output_item.done", #""output_index":1,"item":\#(message)"#),
            (
                "output_item.added",
                #""output_index":2,"item":{"id":"fc_UP","type":"function_call","call_id":"call_1","name":"f","arguments":"","status":"in_progress"}"#
            ),
            ("function_call_arguments.delta", #""item_id":"fc_UP","output_index":2,"delta":"{\"a\": 1}""#),
            ("function_call_arguments.done", #""item_id":"fc_UP","output_index":2,"arguments":"{\"a\": 1}""#),
            ("output_item.done", #""output_index":2,"item":\#(call)"#),
            (
                "output_item.added",
                #""output_index":3,"item":{"id":"ctc_UP","type":"custom_tool_call","call_id":"call_2","name":"apply_patch","input":"","status":"in_progress"}"#
            ),
            ("custom_tool_call_input.delta", #""item_id":"ctc_UP","output_index":3,"delta":"*** Begin""#),
            ("custom_tool_call_input.done", #""item_id":"ctc_UP","output_index":3,"input":"*** Begin""#),
            ("output_item.done", #""output_index":3,"item":\#(custom)"#),
            ("output_item.added", #""output_index":4,"item":\#(compaction)"#),
            ("output_item.done", #""output_index":4,"item":\#(compaction)"#),
            ("completed", #""response":\#(response("completed", output, usage: usage))"#),
        ]
    )

    @Test("a whole stream comes out as it went in")
    func kept() throws {
        try Repaired.expectKept(Self.whole, .responses)
        let passage = try Repaired.passed(Self.whole, .responses).passage
        #expect(passage.seals.contains("ENC") && passage.seals.contains("rs_UP"))
        #expect(passage.usage == Usage(input: 3, output: 2, cachedInput: 1, reasoning: 1))
        #expect(passage.answerID == "resp_1")
    }

    @Test("each event that may be missing is put in again, and nothing else changes")
    func missingEvents() throws {
        let whole = try Repaired.json(Self.whole)
        for missing in Self.whole.indices.dropLast() {
            let type = Self.types([whole[missing]])[0]
            // What else it told is lost with it.
            let isLost = type == "in_progress" || type == "output_text.annotation.added"
            // That it is missing is known when something larger ends.
            let isLate = ["output_text.delta", "content_part.done", "reasoning_summary_part.done", "output_item.done"]
                .contains(type)
            var left = Self.whole
            left.remove(at: missing)
            let events = try Repaired.events(left, .responses)
            let expected = whole.indices.filter { !isLost || $0 != missing }
            let (told, wanted) = (Self.types(events), Self.types(expected.map { whole[$0] }))
            #expect(isLate ? told.sorted() == wanted.sorted() : told == wanted, "without \(type), \(missing)")
            #expect(Self.unnumbered(events.last) == Self.unnumbered(whole.last), "without \(type)")
            #expect(!isLost || events.dropFirst(missing).elementsEqual(whole.dropFirst(missing + 1)))
        }
    }

    @Test("the last event alone is enough: every item's life is told")
    func onlyTheEnd() throws {
        let whole = try Repaired.json(Self.whole)
        let events = try Repaired.events([Self.whole[0], Self.whole[Self.whole.count - 1]], .responses)
        let expected = Self.types(whole).filter { $0 != "in_progress" && $0 != "output_text.annotation.added" }
        // All items are announced and ended one after the other, as they would have been.
        #expect(Self.types(events) == expected)
        #expect(Self.unnumbered(events.last) == Self.unnumbered(whole.last))
    }

    private static func unnumbered(_ event: JSONValue?) -> JSONValue? {
        var event = event
        event?.put("sequence_number", nil)
        return event
    }

    @Test(
        "ids, places and numbers that are missing are put in again",
        arguments: [
            ["sequence_number"], ["output_index"], ["item_id"], ["sequence_number", "output_index", "item_id"],
        ]
    )
    func missingMembers(keys: [String]) throws {
        // Of an annotation nothing else tells where it belongs.
        let whole = try Repaired.json(Self.whole).filter { Self.types([$0]) != ["output_text.annotation.added"] }
        let left = whole.map { event in
            var event = event
            for key in keys { event.put(key, nil) }
            return String(decoding: event.bytes, as: UTF8.self)
        }
        let events = try Repaired.events(left, .responses)
        #expect(events.count == whole.count)
        for (event, var expected) in zip(events, whole) {
            // The numbers of the events that were taken out are not missing.
            if keys.contains("sequence_number") { expected.put("sequence_number", event["sequence_number"]) }
            #expect(Set(event.members ?? []) == Set(expected.members ?? []))
        }
        #expect(
            events.compactMap { $0["sequence_number"]?.integer }
                == events.compactMap { $0["sequence_number"]?.integer }.sorted()
        )
    }

    @Test(
        "an output that is missing or empty at the end is made of the items that came",
        arguments: ["absent", "null", "[]"]
    )
    func output(as given: String) throws {
        var last = try JSONValue(parsing: Array(Self.whole[Self.whole.count - 1].utf8))
        last.change("response") { response in
            response.put("output", given == "absent" ? nil : given == "null" ? .null : .array([]))
            response.put("usage", nil)
        }
        let data = Array(Self.whole.dropLast()) + [String(decoding: last.bytes, as: UTF8.self)]
        let response = try Repaired.events(data, .responses).last?["response"]
        #expect(response?["output"] == (try JSONValue(parsing: Array(Self.output.utf8))))
        #expect(response?["usage"] == .null)
        #expect(response?["service_tier"]?.string == "flex")
    }

    @Test("a response without the members that clients need gets them, later ones what the first one told")
    func bareResponse() throws {
        let events = try Repaired.events(
            [
                #"{"type":"response.created","response":{"id":"r_1","model":"m","tools":[{"type":"function","name":"f"}]}}"#,
                #"{"type":"response.output_text.delta","delta":"a"}"#,
                #"{"type":"response.incomplete","response":{"id":"r_2","usage":{"input_tokens":3,"output_tokens":2}}}"#,
            ],
            .responses
        )
        #expect(
            Self.types(events) == [
                "created", "output_item.added", "content_part.added", "output_text.delta", "output_text.done",
                "content_part.done", "output_item.done", "incomplete",
            ]
        )
        #expect(events.map { $0["sequence_number"]?.integer } == Array(0..<8))
        let (first, last) = (events[0]["response"], events[7]["response"])
        for response in [first, last] {
            #expect(response?["id"]?.string == "r_1")
            #expect(response?["model"]?.string == "m")
            #expect(response?["object"]?.string == "response")
            #expect(response?["created_at"]?.integer == 1)
            #expect(response?["tools"]?.elements?.count == 1)
            #expect(response?["tool_choice"]?.string == "auto")
            #expect(response?["parallel_tool_calls"]?.bool == true)
            // Nobody told it, and no client needs it.
            #expect(response?["store"] == nil && response?["temperature"] == nil)
        }
        #expect(first?["output"] == .array([]) && first?["usage"] == .null)
        #expect(last?["output"]?.elements?.first?["status"]?.string == "incomplete")
        #expect(last?["output"]?.elements?.first?["content"]?.elements?.first?["text"]?.string == "a")
        #expect(last?["usage"]?["total_tokens"]?.integer == 5)
    }

    @Test("a call's words wait for its name, and none means a fault")
    func namelessCall() throws {
        let delta =
            #"{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":"{\"a\""}"#
        let rest = #"{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":":1}"}"#
        let added =
            #"{"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","call_id":"c","name":"f","arguments":""}}"#
        let end = #"{"type":"response.completed","response":{}}"#
        let events = try Repaired.events([delta, added, rest, end], .responses)
        #expect(events.compactMap { $0["delta"]?.string } == [#"{"a""#, ":1}"])
        #expect(events.last?["response"]?["output"]?.elements?.first?["arguments"]?.string == #"{"a":1}"#)
        #expect(throws: TranslationFault.self) { try Repaired.events([delta, rest, end], .responses) }
    }

    @Test("a call's words wait for the id by which its output will name it; one that never comes is made")
    func callID() throws {
        let words = [
            #"{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_1","delta":"{}"}"#,
            #"{"type":"response.function_call_arguments.done","output_index":0,"item_id":"fc_1","name":"f","arguments":"{}"}"#,
        ]
        let added =
            #"{"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","name":"f","arguments":""}}"#
        let done =
            #"{"type":"response.output_item.done","output_index":0,"item":{"id":"fc_1","type":"function_call","call_id":"c","name":"f","arguments":"{}"}}"#
        let end = #"{"type":"response.completed","response":{}}"#
        let expected = [
            "created", "output_item.added", "function_call_arguments.delta", "function_call_arguments.done",
            "output_item.done", "completed",
        ]
        for (data, id) in [
            (words + [done, end], "c"), ([added] + words + [done, end], "c"), (words + [end], "fc_1"),
            ([added] + words + [end], "fc_1"),
        ] {
            let events = try Repaired.events(data, .responses)
            #expect(Self.types(events) == expected)
            let items = events.compactMap { $0["item"] ?? $0["response"]?["output"]?.elements?.first }
            #expect(items.map { $0["call_id"]?.string } == [id, id, id])
            #expect(items.map { $0["name"]?.string } == ["f", "f", "f"])
            #expect(events.compactMap { $0["delta"]?.string } == ["{}"])
        }
    }

    @Test("a call keeps the id under which it was told")
    func changingCallID() throws {
        let events = try Repaired.events(
            ["c", "d"].enumerated().map { place, id in
                let type = place == 0 ? "added" : "done"
                return
                    #"{"type":"response.output_item.\#(type)","output_index":0,"item":{"id":"fc_1","type":"function_call","call_id":"\#(id)","name":"f","arguments":"{}"}}"#
            } + [#"{"type":"response.completed","response":{}}"#],
            .responses
        )
        let items = events.compactMap { $0["item"] ?? $0["response"]?["output"]?.elements?.first }
        #expect(items.map { $0["call_id"]?.string } == ["c", "c", "c"])
    }

    @Test(
        "places of parts that are missing are counted, with and without the events of the parts",
        arguments: [[], ["added"], ["done"], ["added", "done"]]
    )
    func missingPlaces(ofPart gone: Set<String>) throws {
        let whole = try Repaired.json(Self.whole)
        let left = whole.filter { event in
            let parts = Self.types([event])[0].split(separator: "_part.")
            return parts.count < 2 || !gone.contains(String(parts[1]))
        }.map { event in
            var event = event
            for key in ["content_index", "summary_index"] { event.put(key, nil) }
            return String(decoding: event.bytes, as: UTF8.self)
        }
        let events = try Repaired.events(left, .responses)
        for key in ["content_index", "summary_index"] {
            // A part whose end was not told ends with its item.
            let isLate = gone.contains("done")
            let (told, wanted) = (Self.places(key, in: events), Self.places(key, in: whole))
            #expect(isLate ? told.sorted() == wanted.sorted() : told == wanted)
        }
        #expect(Self.unnumbered(events.last) == Self.unnumbered(whole.last))
    }

    private static func places(_ key: String, in events: [JSONValue]) -> [String] {
        zip(types(events), events).compactMap { type, event in event[key]?.integer.map { "\(type) \($0)" } }
    }

    @Test("a refusal behind a text without a place is a part of its own")
    func refusalPlace() throws {
        let events = try Repaired.events(
            [
                #"{"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"a"}"#,
                #"{"type":"response.refusal.delta","item_id":"m","output_index":0,"delta":"no"}"#,
                #"{"type":"response.completed","response":{}}"#,
            ],
            .responses
        )
        let deltas = events.filter { $0["delta"] != nil }
        #expect(deltas.map { $0["content_index"]?.integer } == [0, 1])
    }

    @Test("events of the vendor's tools stand behind their item, with its place")
    func vendorEvents() throws {
        let item =
            #"{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"q"}}"#
        let added = item.replacing("completed", with: "in_progress")
        let data = [
            #"{"type":"response.output_item.added","output_index":0,"item":\#(added)}"#,
            #"{"type":"response.web_search_call.searching","item_id":"ws_1"}"#,
            #"{"type":"response.web_search_call.completed","output_index":0}"#,
            #"{"type":"response.output_item.done","output_index":0,"item":\#(item)}"#,
            #"{"type":"response.completed","response":{"output":[\#(item)]}}"#,
        ]
        for left in [data, Array(data.dropFirst())] {
            let events = try Repaired.events(left, .responses)
            #expect(
                Self.types(events) == [
                    "created", "output_item.added", "web_search_call.searching", "web_search_call.completed",
                    "output_item.done", "completed",
                ]
            )
            for event in events[1...4] {
                #expect(event["output_index"]?.integer == 0)
                #expect((event["item_id"] ?? event["item"]?["id"])?.string == "ws_1")
            }
            #expect(events[1]["item"]?["status"]?.string == "in_progress")
            #expect(events[4]["item"] == (try JSONValue(parsing: Array(item.utf8))))
        }
        // Nothing but the type tells whose they are, or the item has no id.
        let bare = data.map {
            $0.replacing(#","item_id":"ws_1""#, with: "").replacing(#","output_index":0"#, with: "")
        }
        let nameless = data.map {
            $0.replacing(#""id":"ws_1","#, with: "").replacing(#","output_index":0"#, with: "")
        }
        for left in [bare, Array(bare.dropFirst()), nameless] {
            let told = try Repaired.events(left, .responses)
            #expect(
                Self.types(told) == ["created", "output_item.added"] + Self.types(Array(told[2...3])) + [
                    "output_item.done", "completed",
                ]
            )
            #expect(told[1...4].allSatisfy { $0["output_index"]?.integer == 0 })
            #expect(Set(told[1...4].map { ($0["item_id"] ?? $0["item"]?["id"])?.string }).count == 1)
        }
        // Of no item.
        let other = #"{"type":"response.rate_limits.updated","sequence_number":1,"n":1}"#
        #expect(try Repaired.events([Self.whole[0], other], .responses).last == JSONValue(parsing: Array(other.utf8)))
    }

    @Test("an error behind a repaired stream has the number that comes next")
    func numberBehind() throws {
        var repair = StreamRepair(.responses, Repaired.options)
        var scanner = StreamScanner(.responses)
        let frames = Repaired.frames([
            #"{"type":"response.created","sequence_number":10,"response":{}}"#,
            #"{"type":"response.output_text.delta","sequence_number":15,"delta":"a"}"#,
        ])
        let written = try frames.withUnsafeBytes { try repair.follow($0) }
        _ = written.withUnsafeBytes { scanner.follow($0) }
        #expect(scanner.nextSequenceNumber == 16)
    }

    @Test("a call without arguments has the text of an object")
    func emptyArguments() throws {
        let item = #"{"id":"fc_1","type":"function_call","call_id":"c","name":"f","arguments":""}"#
        let events = try Repaired.events(
            [
                #"{"type":"response.output_item.added","output_index":0,"item":\#(item)}"#,
                #"{"type":"response.output_item.done","output_index":0,"item":\#(item)}"#,
                #"{"type":"response.completed","response":{"output":[\#(item)]}}"#,
            ],
            .responses
        )
        #expect(events.compactMap { $0["delta"]?.string } == ["{}"])
        #expect(events.last?["response"]?["output"]?.elements?.first?["arguments"]?.string == "{}")
    }

    @Test("an item keeps the id and place under which it was added")
    func changingIDs() throws {
        func item(_ id: String, _ status: String) -> String {
            #"{"id":"\#(id)","type":"message","role":"assistant","status":"\#(status)","content":[]}"#
        }
        let events = try Repaired.events(
            [
                #"{"type":"response.output_item.added","output_index":0,"item":\#(item("a", "in_progress"))}"#,
                #"{"type":"response.output_text.delta","output_index":0,"item_id":"b","content_index":0,"delta":"x"}"#,
                #"{"type":"response.output_item.done","output_index":0,"item":\#(item("c", "completed"))}"#,
                // Another one under the same number.
                #"{"type":"response.output_item.added","output_index":0,"item":\#(item("d", "in_progress"))}"#,
                #"{"type":"response.output_text.delta","output_index":0,"item_id":"d","content_index":0,"delta":"y"}"#,
                #"{"type":"response.completed","response":{}}"#,
            ],
            .responses
        )
        let output = events.last?["response"]?["output"]?.elements ?? []
        #expect(output.map { $0["id"]?.string } == ["a", "d"])
        #expect(output.map { $0["content"]?.elements?.first?["text"]?.string } == ["x", "y"])
        for event in events where event["item_id"] != nil {
            #expect(event["output_index"]?.integer == (event["item_id"]?.string == "a" ? 0 : 1))
        }
    }

    @Test("`[DONE]` and what follows the end do not come through; other events do")
    func around() throws {
        let data = [
            #"{"type":"keepalive","sequence_number":0}"#, Self.whole[Self.whole.count - 1], "[DONE]", Self.whole[0],
        ]
        let events = try Repaired.events(data, .responses)
        #expect(events.first?["type"]?.string == "keepalive")
        #expect(events.last?["type"]?.string == "response.completed")
    }

    @Test("a long answer comes through whole; only an output that would have to be made of it is a fault")
    func bound() throws {
        let piece = String(repeating: "x", count: ResponsesStreamRepairTests.half)
        let delta =
            #"{"type":"response.output_text.delta","output_index":0,"item_id":"m","content_index":0,"delta":"\#(piece)"}"#
        let item =
            #"{"id":"m","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"\#(piece)\#(piece)","annotations":[]}]}"#
        let done = #"{"type":"response.output_item.done","output_index":0,"item":\#(item)}"#
        let events = try Repaired.events(
            [delta, delta, done, #"{"type":"response.completed","response":{"output":[\#(item)]}}"#],
            .responses
        )
        #expect(events.last?["response"]?["output"]?.elements?.first == (try JSONValue(parsing: Array(item.utf8))))
        #expect(events.count { $0["delta"] != nil } == 2)
        #expect(throws: TranslationFault.self) {
            try Repaired.events([delta, delta, done, #"{"type":"response.completed","response":{}}"#], .responses)
        }
    }

    private static let half = (4 << 20) / 2 + 1

    @Test("a stream of endless items is a fault")
    func endless() {
        let data = (0...1024).map {
            #"{"type":"response.output_item.added","output_index":\#($0),"item":{"type":"message"}}"#
        }
        #expect(throws: TranslationFault.self) { try Repaired.events(data, .responses) }
    }
}
