import ArgumentParser
import Control
import Domain
import JSON
import Probing
import Relay
import Settings

struct FingerprintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fingerprint",
        abstract: "Ask a model who it is, and tell whether that has changed.",
        discussion: """
            Declared: the names and builds with which it answers. Behavioural: what it answers to a small fixed set of questions at \
            temperature 0, as often as --repeat says, compared with the last time by exact tests. A declared change makes certificates \
            stale. A behavioural one is looked at once more, and where it is seen again it voids them.

            Examples:
              holdfast fingerprint sonnet
              holdfast fingerprint sonnet --repeat 5 --json

            Exit code 0 unchanged or first seen, 1 changed, 3 the model does not answer.
            """
    )

    @Argument(help: "A model of the settings.")
    var model: String

    @Option(help: "How often each question is asked.")
    var `repeat` = 3

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100).contains(self.repeat) else { throw ValidationError("--repeat lies between 1 and 100.") }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let place = try ProbeTarget.Place(model, settings, onlyModels: true)
            let station = try await ProbeStation(settings)
            let outcome = await Result.of { try await look(place, station) }
            await station.stop()
            if try outcome.get() { throw ExitCode(1) }
        }
    }

    /// - Returns: whether anything has changed.
    private func look(_ place: ProbeTarget.Place, _ station: ProbeStation) async throws -> Bool {
        let bench = station.bench
        let check = IdentityCheck(
            model: place.name,
            lineage: bench.settings.models.first { $0.name == place.name }?.lineage.description ?? "",
            target: bench.target(place),
            desk: bench.desk,
            store: bench.store,
            now: WallClock.system.milliseconds
        )
        guard let found = try await check.look(times: self.repeat, by: try station.actor(), .atOnce).found else {
            throw Failure(
                .stopped,
                "\(place.name) does not answer. `holdfast explain` and `holdfast status` say why."
            )
        }
        if found.wasChance { complain("the behaviour differed once and not again; nothing was voided") }
        if found.cannotBeTold {
            complain("too few of its answers are answers to the questions: nothing can be said of its behaviour")
        }
        let (seen, comparison) = (found.seen, found.comparison)
        show(
            output,
            json: .object(
                ("model", .string(place.name)),
                ("declared", found.declared.map { .string($0) }),
                ("before", found.before.map { .string($0) }),
                ("declared_changed", found.hasOtherName.map { .bool($0) }),
                ("names", .array(seen.models.map { .string($0) })),
                ("builds", .array(seen.builds.map { .string($0) })),
                ("behaviour_p", comparison.map { .decimal($0.probability) }),
                ("behaviour_changed", comparison.map { _ in .bool(found.behavesOtherwise) }),
                ("voided", .array(found.voided.map { .string($0) }))
            ),
            table: [
                "declared    \(found.declared ?? "nothing")\(found.hasOtherName == true ? ", CHANGED from \(found.before ?? "")" : "")",
                "names       \(seen.models.joined(separator: ", "))",
                "builds      \(seen.builds.isEmpty ? "none" : seen.builds.joined(separator: ", "))",
                "behaviour   \(comparison.map(\.words) ?? "seen for the first time")",
                found.voided.isEmpty ? nil : "voided      \(found.voided.joined(separator: ", "))",
            ].compactMap { $0 }.joined(separator: "\n")
        )
        return found.isOther
    }
}
