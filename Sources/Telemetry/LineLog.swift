import Domain
package import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Logs as lines on standard error, JSON for machines or aligned text for people.
///
/// A message is a constant, its data is metadata; what a prompt or a key could leak through is never given to it.
package struct LineLog: LogHandler {
    package enum Format: Sendable { case text, json }

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let format: Format
    private let sink: @Sendable (String) -> Void
    private let now: @Sendable () -> UInt64

    /// - Parameter sink: takes one line with its end.
    package init(
        label: String,
        format: Format,
        level: Logger.Level,
        sink: @escaping @Sendable (String) -> Void = LineLog.standardError,
        now: @escaping @Sendable () -> UInt64 = LineLog.systemTime
    ) {
        self.label = label
        self.format = format
        logLevel = level
        self.sink = sink
        self.now = now
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let time = ClockText.rfc3339(unixMilliseconds: now())
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }.sorted { $0.key < $1.key }
        switch format {
        case .json:
            var line =
                #"{"time":"\#(time)","level":"\#(event.level.rawValue)","message":\#(Self.quoted("\(event.message)"))"#
            for (key, value) in all { line += ",\(Self.quoted(key)):\(Self.quoted("\(value)"))" }
            sink(line + "}\n")
        case .text:
            let level = event.level.rawValue.padded(to: 7)
            var line = "\(time) \(level) \(Self.plain("\(event.message)"))"
            for (key, value) in all { line += "  \(key)=\(Self.plain("\(value)"))" }
            sink(line + "\n")
        }
    }

    /// One `write` a line, so that lines of several threads do not mix.
    package static let standardError: @Sendable (String) -> Void = { line in
        var line = line
        line.withUTF8 { bytes in _ = write(2, bytes.baseAddress, bytes.count) }
    }

    package static let systemTime: @Sendable () -> UInt64 = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Control characters would let a value forge a line or drive a terminal.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? quoted(text) : text
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
