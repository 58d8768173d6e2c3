/// Cuts what came over a connection into messages. Lenient: tests want to see what was sent, not to judge it.
struct MessageReader: Sendable {
    enum Side { case requests, answers }

    private enum State {
        case head
        case length(Int)
        case untilClose
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailer
    }

    private let side: Side
    private var state = State.head
    private var buffer: [UInt8] = []
    private var position = 0
    private(set) var messages: [Message] = []
    /// The bytes are no HTTP; nothing more is read of them.
    private(set) var isBroken = false

    init(_ side: Side) {
        self.side = side
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard !isBroken else { return }
        buffer.append(contentsOf: bytes)
        while !isBroken, step() {}
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
    }

    /// The connection has ended: that completes an answer without length.
    mutating func end() {
        if case .untilClose = state {
            messages[messages.count - 1].isComplete = true
            state = .head
        }
    }

    /// - Returns: whether there may be more to do.
    private mutating func step() -> Bool {
        switch state {
        case .head: return readHead()
        case .length(let left): return readBody(left) { $0 == 0 ? nil : .length($0) }
        case .chunk(let left): return readBody(left) { $0 == 0 ? .chunkEnd : .chunk($0) }
        case .untilClose: return readBody(.max) { _ in .untilClose }
        case .chunkSize:
            guard let line = takeLine() else { return false }
            guard let size = Int(line.prefix { $0 != ";" && $0 != " " }, radix: 16) else {
                isBroken = true
                return false
            }
            state = size == 0 ? .trailer : .chunk(size)
            return true
        case .chunkEnd:
            guard takeLine() != nil else { return false }
            state = .chunkSize
            return true
        case .trailer:
            guard let line = takeLine() else { return false }
            if line.isEmpty { complete() }
            return true
        }
    }

    private mutating func readHead() -> Bool {
        guard let end = headEnd() else { return false }
        let text = String(decoding: buffer[position..<(end - 4)], as: UTF8.self)
        position = end
        var message = Message()
        for (index, line) in text.split(separator: "\r\n", omittingEmptySubsequences: false).enumerated() {
            if index == 0 {
                message.startLine = String(line)
                continue
            }
            guard let colon = line.firstIndex(of: ":") else {
                isBroken = true
                return false
            }
            message.fields.append(
                .init(name: String(line[..<colon]), value: Self.trimmed(line[line.index(after: colon)...]))
            )
        }
        message.framing = framing(of: message)
        messages.append(message)
        switch message.framing {
        case .none, .length(0): complete()
        case .length(let length): state = .length(length)
        case .chunked: state = .chunkSize
        case .untilClose: state = .untilClose
        }
        return true
    }

    private func headEnd() -> Int? {
        var index = position
        while index + 3 < buffer.count {
            if buffer[index] == 0x0D, buffer[index + 1] == 0x0A, buffer[index + 2] == 0x0D, buffer[index + 3] == 0x0A {
                return index + 4
            }
            index += 1
        }
        return nil
    }

    private func framing(of message: Message) -> Message.Framing {
        if side == .answers, message.status < 200 || message.status == 204 || message.status == 304 { return .none }
        if message["transfer-encoding"]?.lowercased() == "chunked" { return .chunked }
        if let length = message["content-length"].flatMap({ Int($0) }) { return .length(length) }
        return side == .answers ? .untilClose : .none
    }

    /// - Parameter next: the state after so many bytes are left; nil when the message is whole.
    private mutating func readBody(_ left: Int, _ next: (Int) -> State?) -> Bool {
        let count = min(left, buffer.count - position)
        guard count > 0 else { return false }
        messages[messages.count - 1].body.append(contentsOf: buffer[position..<(position + count)])
        position += count
        if let next = next(left - count) { state = next } else { complete() }
        return true
    }

    private mutating func complete() {
        messages[messages.count - 1].isComplete = true
        state = .head
    }

    private mutating func takeLine() -> String? {
        guard let feed = buffer[position...].firstIndex(of: 0x0A) else { return nil }
        let end = feed > position && buffer[feed - 1] == 0x0D ? feed - 1 : feed
        let line = String(decoding: buffer[position..<end], as: UTF8.self)
        position = feed + 1
        return line
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
