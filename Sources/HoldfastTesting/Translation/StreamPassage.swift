package import Dialects
package import Domain

/// A streamed answer on its way to a caller, as the relay drives it: translated between dialects, repaired within one.
package struct StreamPassage: Sendable {
    private enum Way {
        case translated(StreamTranslation)
        case repaired(StreamRepair, StreamScanner)
    }

    private var way: Way
    private let dialect: Dialect
    package private(set) var seals: [String] = []
    package private(set) var contents = 0
    package private(set) var isEnded = false
    package private(set) var failure: UpstreamError?
    package private(set) var finishReason: String?
    package private(set) var usage = Usage()
    package private(set) var answerID: String?
    package private(set) var reportedModel: String?
    package private(set) var losses: LossReport

    package init(from provider: Dialect, to caller: Dialect, _ options: AnswerOptions) {
        dialect = provider
        losses = LossReport(target: caller)
        way =
            provider == caller
            ? .repaired(StreamRepair(provider, options), StreamScanner(provider))
            : .translated(StreamTranslation(from: provider, to: caller, options))
    }

    package var hasContent: Bool { contents > 0 }

    package mutating func follow(_ bytes: UnsafeRawBufferPointer) throws(TranslationFault) -> [UInt8] {
        guard failure == nil else { return [] }
        switch way {
        case .translated(var stream):
            let written = try stream.follow(bytes)
            (contents, isEnded, failure) = (stream.contents, stream.isEnded, stream.failure)
            (usage, answerID, reportedModel) = (stream.usage, stream.answerID, stream.reportedModel)
            (finishReason, losses, seals) = (stream.stop?.name, stream.losses, stream.seals.map(\.text))
            way = .translated(stream)
            return written
        case .repaired(var repair, var scanner):
            let written = try repair.follow(bytes)
            let progress = written.withUnsafeBytes { scanner.follow($0) }
            (contents, isEnded) = (scanner.contentFrames, progress.isTerminated)
            (usage, answerID, reportedModel) = (scanner.usage, scanner.answerID, scanner.reportedModel)
            finishReason = scanner.finishReason
            seals += scanner.takeSeals()
            way = .repaired(repair, scanner)
            guard let failedAt = progress.failedAt else { return written }
            failure = try Self.error(in: written[failedAt...], dialect)
            return Array(written[..<failedAt])
        }
    }

    private static func error(in frames: ArraySlice<UInt8>, _ dialect: Dialect) throws(TranslationFault)
        -> UpstreamError
    {
        var events = ServerSentEvents()
        var reader = dialect.profile.makeReader()
        let bytes = Array(frames)
        let result: Result<[ServerSentEvents.Frame], TranslationFault> = bytes.withUnsafeBytes { pointer in
            Result { () throws(TranslationFault) in try events.append(pointer) }
        }
        for frame in try result.get() {
            for case .failed(let error) in try reader.read(frame) { return error }
        }
        throw TranslationFault("A repaired event cannot be read.")
    }
}

extension Reasoning.Seal {
    fileprivate var text: String {
        switch self {
        case .signature(let text), .encrypted(let text): text
        }
    }
}
