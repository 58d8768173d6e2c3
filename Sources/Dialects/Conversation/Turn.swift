package import JSON

/// One contribution to a conversation. Dialects that put several things into one message, or one thing into several
/// items, are evened out: the results of tools are turns of their own, reasoning and calls are parts of the
/// assistant's turn, and two turns of one role may follow one another.
package struct Turn: Sendable, Equatable {
    package enum Role: Sendable, Equatable {
        case system
        case developer
        case user
        case assistant
        /// Holds `toolResult` parts only.
        case tool
    }

    package var role: Role
    package var parts: [Part]
    /// Chat Completions lets the author of a message have a name.
    package var name: String?

    package init(_ role: Role, _ parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }
}

package enum Part: Sendable, Equatable {
    case text(Text)
    case image(Image)
    case file(File)
    /// Spoken input or output; its bytes are not kept, for no other dialect could take them.
    case audio
    case toolCall(ToolCall)
    case toolResult(ToolResult)
    case reasoning(Reasoning)
    /// The model's own words for declining, in the field made for them.
    case refusal(String)

    package struct Text: Sendable, Equatable {
        package var text: String
        package var cache: CacheMark?
        /// Sources that an answer cites beside this text were there; they are not kept.
        package var hasCitations: Bool

        package init(_ text: String, cache: CacheMark? = nil, hasCitations: Bool = false) {
            self.text = text
            self.cache = cache
            self.hasCitations = hasCitations
        }
    }

    /// Where bytes are.
    package enum Source: Sendable, Equatable {
        case url(String)
        /// - Parameter base64: as it came, neither decoded nor checked.
        case inline(mediaType: String, base64: String)
        /// Plain text of a document.
        case text(String)
        /// A name that one vendor's account knows.
        case vendorID(String)
    }

    package struct Image: Sendable, Equatable {
        package var source: Source
        /// `low`, `high`, `auto`: how closely to look.
        package var detail: String?
        package var cache: CacheMark?

        package init(_ source: Source, detail: String? = nil, cache: CacheMark? = nil) {
            self.source = source
            self.detail = detail
            self.cache = cache
        }
    }

    package struct File: Sendable, Equatable {
        package var source: Source
        package var name: String?
        /// The caller wants answers to cite it.
        package var wantsCitations: Bool
        package var cache: CacheMark?

        package init(_ source: Source, name: String? = nil, wantsCitations: Bool = false, cache: CacheMark? = nil) {
            self.source = source
            self.name = name
            self.wantsCitations = wantsCitations
            self.cache = cache
        }
    }
}

/// The caller asks the vendor to keep what stands up to here ready for the next request.
package struct CacheMark: Sendable, Equatable {
    /// `5m`, `1h`; nil: the vendor's default.
    package var lifetime: String?

    package init(lifetime: String? = nil) {
        self.lifetime = lifetime
    }
}

package struct ToolCall: Sendable, Equatable {
    package var id: String
    package var name: String
    /// JSON text as the model wrote it; may be empty, which means no arguments. Of a custom tool its input.
    package var arguments: String
    package var isCustom: Bool
    package var cache: CacheMark?

    package init(id: String, name: String, arguments: String, isCustom: Bool = false, cache: CacheMark? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.isCustom = isCustom
        self.cache = cache
    }
}

package struct ToolResult: Sendable, Equatable {
    package var callID: String
    /// Texts, images and files.
    package var parts: [Part]
    package var isError: Bool
    /// For dialects without a flag for a tool that failed; models read this. It is not read back, for a tool may write it
    /// as well.
    static let errorPrefix = "Error: "
    static let bareError = errorPrefix + "the tool failed."
    package var cache: CacheMark?

    package init(callID: String, parts: [Part], isError: Bool = false, cache: CacheMark? = nil) {
        self.callID = callID
        self.parts = parts
        self.isError = isError
        self.cache = cache
    }
}

/// What a model thought on the way to its answer, as far as its vendor shows it.
package struct Reasoning: Sendable, Equatable {
    /// Words that may be read: the thinking itself or a summary of it.
    package var text: String
    /// Whether `text` is a summary.
    package var isSummary: Bool
    /// What only the model that made it accepts back: a signature, or the thinking in encrypted form.
    package var seal: Seal?

    package enum Seal: Sendable, Equatable {
        case signature(String)
        case encrypted(String)
    }

    package init(_ text: String, isSummary: Bool = false, seal: Seal? = nil) {
        self.text = text
        self.isSummary = isSummary
        self.seal = seal
    }
}

package struct Tool: Sendable, Equatable {
    package var kind: Kind
    package var name: String
    package var description: String?
    /// JSON Schema of a function's arguments; nil: none declared.
    package var parameters: JSONValue?
    package var strict: Bool?
    package var cache: CacheMark?

    package init(
        kind: Kind = .function,
        name: String,
        description: String? = nil,
        parameters: JSONValue? = nil,
        strict: Bool? = nil,
        cache: CacheMark? = nil
    ) {
        self.kind = kind
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
        self.cache = cache
    }
}

package enum ToolChoice: Sendable, Equatable {
    case auto
    case none
    /// Any tool, but one of them.
    case required
    case named(String)
    /// Of the declared tools only these, by name.
    case allowed([String], isRequired: Bool)
}
