import Domain
import JSON

extension ConversationAnswer {
    /// With calls of functions that stand for custom tools of the request as calls of those.
    func restoringCustomCalls(of tools: [Tool]) -> ConversationAnswer {
        let names = Set(tools.lazy.filter(\.isCustom).map(\.name))
        guard !names.isEmpty else { return self }
        var answer = self
        answer.parts = parts.map { part in
            guard case .toolCall(var call) = part, !call.isCustom, names.contains(call.name) else { return part }
            call.isCustom = true
            call.arguments = CustomToolFunction.input(call.arguments)
            return .toolCall(call)
        }
        return answer
    }
}

/// The same for a stream. The input is known only when the arguments are whole, so they are held until their call closes.
struct CustomCallRestorer {
    /// Bytes of the calls that are open: as much as a whole answer may have before its head is sent.
    static let mostHeld = 8 << 20

    private let names: Set<String>
    /// By number of the block.
    private var held: [Int: String] = [:]
    private var heldBytes = 0

    /// - Parameter tools: of the request.
    init(_ tools: [Tool]) {
        names = Set(tools.lazy.filter(\.isCustom).map(\.name))
    }

    var isOverfull: Bool { heldBytes > Self.mostHeld }

    /// There is nothing to restore.
    var isIdle: Bool { names.isEmpty }

    mutating func follow(_ event: StreamEvent) -> [StreamEvent] {
        switch event {
        case .opened(let number, .toolCall(let id, let name)) where names.contains(name):
            held[number] = ""
            return [.opened(number, .customCall(id: id, name: name))]
        case .delta(let number, let text) where held[number] != nil:
            held[number]? += text
            heldBytes += text.utf8.count
            return []
        case .closed(let number):
            guard let arguments = held.removeValue(forKey: number) else { return [event] }
            heldBytes -= arguments.utf8.count
            let input = CustomToolFunction.input(arguments)
            return input.isEmpty ? [event] : [.delta(number, input), event]
        case .opened, .delta, .sealed, .started, .usage, .foreign, .stopped, .ended, .failed: return [event]
        }
    }
}

/// The other way: streamed calls of custom tools as those of functions, piece by piece.
struct CustomCallWrapper {
    private var open: Set<Int> = []

    func concerns(_ event: StreamEvent) -> Bool {
        if case .opened(_, .customCall) = event { true } else { !open.isEmpty }
    }

    mutating func follow(_ event: StreamEvent) -> [StreamEvent] {
        switch event {
        case .opened(let number, .customCall(let id, let name)):
            open.insert(number)
            return [
                .opened(number, .toolCall(id: id, name: name)),
                .delta(number, "{\"\(CustomToolFunction.argument)\":\""),
            ]
        case .delta(let number, let text) where open.contains(number): return [.delta(number, Self.escaped(text))]
        case .closed(let number) where open.remove(number) != nil: return [.delta(number, "\"}"), event]
        case .opened, .delta, .closed, .sealed, .started, .usage, .foreign, .stopped, .ended, .failed:
            return [event]
        }
    }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONEscaping.append(text, to: &bytes)
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }
}
