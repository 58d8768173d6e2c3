import Domain
import JSON

/// Writes the events of a stream in the vendor's order: the response is created, items and their parts are added, grow
/// and are done, the response ends with the full object.
///
/// Each block becomes an item of its own, added with its first words, so that blocks that stay empty leave nothing. The
/// last event waits for `ended`, since usage may follow the reason for stopping.
struct ResponsesStreamWriter: StreamWriter {
    /// Bytes of text and arguments: the last event repeats all of them, and readers hold an event of
    /// `StreamScanner.maximumFrame` at most. Escaping may take a byte for another one. An answer beyond it is given up.
    static let mostText = StreamScanner.maximumFrame / 2
    /// What an item takes beside its text, so that endless empty ones come to the bound, too.
    static let itemBytes = 256

    private(set) var losses = LossReport(target: .responses)
    private(set) var failure: UpstreamError?
    private var events = ResponsesEventWriter()
    private var object: ResponsesObject
    private let seed: String

    var nextSequenceNumber: Int { events.sequence }

    /// By number of the block.
    private var open: [Int: ResponsesStreamItem] = [:]
    private var output: [JSONValue?] = []
    private var held = 0
    private var hasRefusal = false
    var usage = Usage()
    private var stop: StopReason?
    private var isStarted = false
    private var isOver = false

    init(_ options: AnswerOptions) {
        object = ResponsesObject(options)
        seed = options.idSeed
    }

    mutating func write(_ event: StreamEvent, to bytes: inout [UInt8]) {
        guard !isOver else { return }
        switch event {
        case .started(let id, let model, let createdAt):
            object.take(id: id, model: model, createdAt: createdAt)
            start(&bytes)
        case .opened(let number, let block): opened(number, block, &bytes)
        case .delta(let number, let text): delta(number, text, &bytes)
        case .sealed(let number, let seal):
            open[number]?.encrypted = ResponsesAnswerWriter.encrypted(seal, &losses)
        case .closed(let number): close(number, &bytes)
        case .usage(let more): usage.take(more)
        case .foreign(let field): losses.note(field)
        case .stopped(let reason, let sequence):
            stop = reason
            if sequence != nil { losses.note(.stopSequence) }
        case .ended: end(&bytes)
        case .failed(let error): fail(error, &bytes)
        }
    }

    private mutating func start(_ bytes: inout [UInt8]) {
        guard !isStarted else { return }
        isStarted = true
        let response = object.json(.inProgress, [])
        events.write("response.created", [JSONValue.Member("response", response)], to: &bytes)
        events.write("response.in_progress", [JSONValue.Member("response", response)], to: &bytes)
    }

    private mutating func opened(_ number: Int, _ block: StreamEvent.Block, _ bytes: inout [UInt8]) {
        start(&bytes)
        open[number] = ResponsesStreamItem(block)
        if case .refusal = block { hasRefusal = true }
        if block.isCall { add(number, &bytes) }
    }

    private mutating func add(_ number: Int, _ bytes: inout [UInt8]) {
        guard var item = open[number], item.index == nil else { return }
        item.place(at: output.count, seed: seed)
        output.append(nil)
        held += Self.itemBytes
        item.writeAdded(&events, to: &bytes)
        open[number] = item
    }

    private mutating func delta(_ number: Int, _ text: String, _ bytes: inout [UInt8]) {
        guard open[number] != nil, !text.isEmpty else { return }
        held += text.utf8.count
        guard held <= Self.mostText else {
            let message =
                "The answer is longer than \(Self.mostText) bytes, which is the most that its last event can hold."
            failure = UpstreamError(code: "server_error", message: message)
            isOver = true
            return
        }
        add(number, &bytes)
        open[number]?.writeDelta(text, &events, to: &bytes)
    }

    private mutating func close(_ number: Int, _ bytes: inout [UInt8]) {
        if open[number]?.encrypted != nil { add(number, &bytes) }
        guard var item = open.removeValue(forKey: number), let index = item.index else { return }
        held += item.completeArguments(&events, to: &bytes)
        output[index] = item.writeDone(&events, to: &bytes)
    }

    private mutating func end(_ bytes: inout [UInt8]) {
        start(&bytes)
        for number in open.keys.sorted() { close(number, &bytes) }
        let ending = ResponsesEnding(stop, hasRefusal: hasRefusal)
        if !ending.isFaithful { losses.note(.stopReason) }
        if !object.take(usage) { losses.note(.usage) }
        finish(ending, error: .null, &bytes)
    }

    private mutating func fail(_ error: UpstreamError, _ bytes: inout [UInt8]) {
        start(&bytes)
        _ = object.take(usage)
        finish(.failed, error: ResponsesFailure.json(error), &bytes)
    }

    private mutating func finish(_ ending: ResponsesEnding, error: JSONValue, _ bytes: inout [UInt8]) {
        isOver = true
        let response = object.json(ending, output.compactMap { $0 }, error: error)
        events.write("response." + ending.status, [JSONValue.Member("response", response)], to: &bytes)
    }
}
