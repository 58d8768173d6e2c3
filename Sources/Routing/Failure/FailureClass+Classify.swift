extension FailureClass {
    /// The class of a provider's answer: by its code, by its type, by known phrases of its message, by its status.
    ///
    /// Messages can echo the request, so a caller could plant a phrase in one. Where an echo is likely (a status about
    /// the request), only a phrase at the message's beginning may speak against a credential or a model, for those
    /// outlive the exchange; a phrase anywhere can only send the caller's own answer back.
    ///
    /// - Parameter callerNamedSomething: the request names an object of the provider's by its id, such as a file or a
    ///   previous response, so that a 404 can mean that one.
    package static func classify(_ answer: ProviderAnswer, callerNamedSomething: Bool) -> FailureClass {
        let table = ProviderTable.of(answer.kind)
        for word in [answer.code, answer.type] {
            if let word, let known = table.words[word] { return known }
        }
        switch answer.status {
        case 200..<300: return inside(answer, table, callerNamedSomething)
        // Redirects are off: the address in our configuration is not the provider's.
        case 300..<400: return .ours
        case 400..<500: return refused(answer, answer.status, table, callerNamedSomething)
        case 500..<600: return failed(answer, answer.status, table)
        default: return .malformed
        }
    }

    /// An error inside an answer whose head said that all was well: the words stand in for the status.
    private static func inside(_ answer: ProviderAnswer, _ table: ProviderTable, _ named: Bool) -> FailureClass {
        let told = answer.code.flatMap { Int($0) } ?? answer.type.flatMap { table.statuses[$0] }
        let status = told.flatMap { (400..<600).contains($0) ? $0 : nil } ?? 500
        return status < 500 ? refused(answer, status, table, named) : failed(answer, status, table)
    }

    private static func refused(
        _ answer: ProviderAnswer,
        _ status: Int,
        _ table: ProviderTable,
        _ named: Bool
    ) -> FailureClass {
        switch status {
        case 401: .credential
        case 402: .quota
        case 403: forbidden(answer, table)
        case 404, 410: absent(answer, table, named)
        // A method or a proxy that the address does not take: the address is ours.
        case 405, 407: .ours
        case 408, 409, 425: .transient
        case 413: request(answer, table) ?? .contextTooLong
        case 429: limited(answer, table)
        case 451: .region
        // nginx's and Google's word for "the client left", said by a proxy of theirs about one of theirs.
        case 499: .transient
        default: request(answer, table) ?? (answer.parameter == "model" ? .ours : .callersFault)
        }
    }

    /// What the message of a 400, 413 or 422 says; nil if it is no known phrase.
    private static func request(_ answer: ProviderAnswer, _ table: ProviderTable) -> FailureClass? {
        let phrases = table.phrases
        if phrases.quota.opens(answer.words) { return .quota }
        if phrases.credential.opens(answer.words) { return .credential }
        if phrases.region.opens(answer.words) { return .region }
        if phrases.tooLong.occurs(in: answer.words) { return .contextTooLong }
        if phrases.refused.occurs(in: answer.words) { return .contentRefused }
        if phrases.modelOpening.opens(answer.words), absences.occurs(in: answer.words) { return .modelGone }
        return nil
    }

    /// Without a word beside it a 403 is the credential's: the caller's own key was checked before.
    private static func forbidden(_ answer: ProviderAnswer, _ table: ProviderTable) -> FailureClass {
        let phrases = table.phrases
        if phrases.region.occurs(in: answer.words) { return .region }
        if phrases.quota.occurs(in: answer.words) { return .quota }
        if phrases.refused.occurs(in: answer.words) { return .contentRefused }
        return speaksOfAbsentModel(answer, table) ? .modelGone : .credential
    }

    /// A 404 or 410. What the caller named comes first, then the path, then the model; a bare one is the model's, for
    /// that is how a recall upstream looks, and whoever follows up asks the provider again.
    private static func absent(_ answer: ProviderAnswer, _ table: ProviderTable, _ named: Bool) -> FailureClass {
        if let parameter = answer.parameter, parameter != "model" { return .callersFault }
        // The id is echoed and could read like anything; how the message begins is the provider's own.
        if named, callersObjects.opens(answer.words) { return .callersFault }
        if unseenObjects.opens(answer.words) { return .callersFault }
        if pages.opens(answer.words) || !named && table.phrases.path.opens(answer.words) { return .ours }
        return !named || speaksOfAbsentModel(answer, table) ? .modelGone : .callersFault
    }

    private static func limited(_ answer: ProviderAnswer, _ table: ProviderTable) -> FailureClass {
        let phrases = table.phrases
        if phrases.perMinute.occurs(in: answer.words) { return .rateLimited }
        if phrases.quota.occurs(in: answer.words) { return .quota }
        // On a 503 it means that there is no room for anybody; here it speaks to whoever asked too often.
        if slowDown.occurs(in: answer.words) { return .rateLimited }
        return phrases.overloaded.occurs(in: answer.words) ? .overloaded : .rateLimited
    }

    private static func failed(_ answer: ProviderAnswer, _ status: Int, _ table: ProviderTable) -> FailureClass {
        // Not implemented, or not this version of HTTP: the address leads to something that is no such API.
        if status == 501 || status == 505 { return .ours }
        if table.overloaded.contains(status) || table.phrases.overloaded.occurs(in: answer.words) { return .overloaded }
        // Some servers count tokens only when it is too late to call it the request's fault.
        if status == 500, table.phrases.tooLong.occurs(in: answer.words) { return .contextTooLong }
        return .transient
    }

    private static func speaksOfAbsentModel(_ answer: ProviderAnswer, _ table: ProviderTable) -> Bool {
        answer.parameter == "model" || table.phrases.gone.occurs(in: answer.words)
            || table.phrases.modelOpening.opens(answer.words)
    }

    private static let slowDown = PhraseList(["slow down"])

    /// What a message that begins with the model says of it when there is no such model.
    private static let absences = PhraseList([
        "does not exist", "not exist", "not found", "not available", "no longer", "deprecated", "decommissioned",
        "retired", "end of its life", "invalid model", "no such model", "unknown model", "no endpoints",
    ])

    /// Of something that a request names in places where the one pass over it does not look.
    private static let unseenObjects = PhraseList([
        "vector store", "container with id", "prompt with id", "skill with id",
    ])

    /// No API answers with a page for people: the address leads elsewhere.
    private static let pages = PhraseList(["<html", "<!doctype"])

    /// How a message begins that speaks of something with an id.
    private static let callersObjects = PhraseList([
        "no such ", "no file", "file ", "file:", "previous response", "response ", "item ", "container ",
        "conversation ", "vector store", "batch ", "skill ",
    ])
}
