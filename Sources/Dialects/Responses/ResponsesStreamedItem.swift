import JSON

/// One item of a stream that is read, and how much of its texts has been passed on.
struct ResponsesStreamedItem {
    enum Kind {
        case message
        case call
        case customCall
        case reasoning
        /// The vendor's own, or not known yet.
        case other
    }

    /// A text that grows: a block of the answer.
    struct Text {
        enum Kind: Equatable {
            case text
            case refusal
            case reasoning
            case summary
            /// Or the input of a custom tool.
            case arguments

            var block: StreamEvent.Block {
                switch self {
                case .text, .arguments: .text
                case .refusal: .refusal
                case .reasoning: .reasoning(isSummary: false)
                case .summary: .reasoning(isSummary: true)
                }
            }
        }

        let kind: Kind
        let place: Int
        let block: Int
        var isClosed = false
        /// Bytes passed on; of a reasoning's text, those of the paragraph that grows.
        private var sent = 0
        private var paragraph: Int

        init(_ kind: Kind, at place: Int, block: Int, _ data: JSONValue) {
            self.kind = kind
            self.place = place
            self.block = block
            paragraph = Self.paragraph(kind, data)
        }

        /// The parts of a reasoning are paragraphs of one block.
        private static func paragraph(_ kind: Kind, _ data: JSONValue) -> Int {
            switch kind {
            case .summary: data["summary_index"]?.integer ?? 0
            case .reasoning: data["content_index"]?.integer ?? 0
            case .text, .refusal, .arguments: 0
            }
        }

        mutating func count(_ text: String) { sent += text.utf8.count }

        /// What goes before the first words of a new paragraph.
        mutating func separator(before data: JSONValue) -> String? {
            let next = Self.paragraph(kind, data)
            guard next > paragraph else { return nil }
            paragraph = next
            sent = 0
            return kind == .summary ? ResponsesReasoningTexts.separator : nil
        }

        /// Bytes of the whole that an event tells which were passed on; all of them for a paragraph that is over.
        func sent(of data: JSONValue) -> Int {
            Self.paragraph(kind, data) < paragraph ? Int.max : sent
        }
    }

    private(set) var place: Int?
    private(set) var id: String?
    private(set) var kind = Kind.other
    private(set) var isDone = false
    var texts: [Text] = []

    init(place: Int?, id: String?) {
        self.place = place
        self.id = id
    }

    /// Servers that give calls no id of their own speak of them by their call's.
    static func id(of item: JSONValue) -> String? { item["id"]?.string ?? item["call_id"]?.string }

    mutating func note(_ item: JSONValue?) {
        id = id ?? item.flatMap(Self.id)
        switch item?["type"]?.string {
        case "message"?: kind = .message
        case "function_call"?: kind = .call
        case "custom_tool_call"?: kind = .customCall
        case "reasoning"?: kind = .reasoning
        default: break
        }
    }

    /// The parts of a reasoning share one block for each kind; those of a message have one each.
    func part(_ kind: Text.Kind, at place: Int) -> Int? {
        texts.firstIndex { text in
            guard text.kind == kind else { return false }
            return kind == .summary || kind == .reasoning || text.place == place
        }
    }

    mutating func end() {
        isDone = true
        texts = []
    }
}
