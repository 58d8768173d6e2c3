/// The words of an order, as they stand in events, settings, commands and documents.

/// How bad it is: I where serious harm is likely, II where it is reversible or remote, III where it is unlikely.
package enum RecallClass: String, Sendable, Codable, CaseIterable {
    case one = "I"
    case two = "II"
    case three = "III"

    /// A class I recall reaches into streams.
    package var usualDepth: RecallDepth { self == .one ? .inFlight : .newRequests }
    package var usualCheckLevel: CheckLevel {
        switch self {
        case .one: .all
        case .two: .half
        case .three: .few
        }
    }
}

/// How far an order reaches back. Each depth includes those before it.
package enum RecallDepth: String, Sendable, Codable, CaseIterable, Comparable {
    /// Conversations that begin from now on.
    case newConversations = "D0"
    /// Requests whose answer has not begun.
    case newRequests = "D1"
    /// Answers under way, too.
    case inFlight = "D2"
    /// Answers that were given, too: the journal lists them.
    case retained = "D3"

    package static func < (left: RecallDepth, right: RecallDepth) -> Bool { left.rawValue < right.rawValue }
}

/// What is to become of the model (EU AI Act Art. 3(16), 3(17) and 20; 21 CFR 7.3).
package enum RecallKind: String, Sendable, Codable, CaseIterable {
    /// It is to be mended where it is.
    case correction
    /// It is not to be offered any more.
    case withdrawal
    /// It is to be taken out of service.
    case recall
    /// Its vendor ends it.
    case retirement
}

package enum RecallReason: String, Sendable, Codable, CaseIterable {
    case safety, availability, legal
}

/// Who or what found the reason.
package enum RecallOrigin: String, Sendable, Codable, CaseIterable {
    case `operator`, policy, monitor, upstream
}

/// The share of paths that live probes go to before a recall counts as contained (after 21 CFR 7.42(b)(3)).
package enum CheckLevel: String, Sendable, Codable, CaseIterable {
    case all = "A"
    /// More than a tenth and not all: half.
    case half = "B"
    case tenth = "C"
    case few = "D"
    case none = "E"

    package var percent: Int {
        switch self {
        case .all: 100
        case .half: 50
        case .tenth: 10
        case .few: 2
        case .none: 0
        }
    }
}

/// Who appended an event. Public, so it names a token or a number, never a person.
package enum Actor: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The id of an operator's token.
    case `operator`(String)
    /// A user of this machine, without a token.
    case uid(Int)
    /// The server itself, under its settings.
    case server

    package init?(_ text: String) {
        if text == "server" {
            self = .server
        } else if text.hasPrefix("uid:"), let number = Int(text.dropFirst(4)) {
            self = .uid(number)
        } else if text.hasPrefix("op_") {
            self = .operator(text)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .operator(let id): id
        case .uid(let number): "uid:\(number)"
        case .server: "server"
        }
    }
}
