import ArgumentParser

/// What can be asked for by name.
enum FuzzQuestion: String, CaseIterable, ExpressibleByArgument {
    case requests, answers, json, streams, translations
}
