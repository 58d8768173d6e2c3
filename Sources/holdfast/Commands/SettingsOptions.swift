import ArgumentParser
import Foundation
import Settings

/// Where a command finds its settings.
struct SettingsOptions: ParsableArguments {
    @Option(help: "The settings file. Default: ./holdfast.yaml if there is one, otherwise what the environment offers.")
    var config: String?

    struct Loaded {
        var settings: Settings
        /// nil: the settings were made from the environment.
        var file: String?
        /// What was assumed for want of a file, in sentences.
        var assumptions: [String] = []
    }

    func load(trials: FileTrials? = nil) throws(SettingsErrors) -> Loaded {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        if let file = file {
            return Loaded(settings: try SettingsLoader.load(path: file, home: home, trials: trials), file: file)
        }
        let folder = FileManager.default.currentDirectoryPath
        let (settings, assumptions) = Settings.fromEnvironment(environment, folder: folder, home: home)
        return Loaded(settings: settings, file: nil, assumptions: assumptions)
    }

    private var file: String? {
        config ?? (FileManager.default.fileExists(atPath: "holdfast.yaml") ? "holdfast.yaml" : nil)
    }
}
