import ArgumentParser
import NIOCore
import NIOPosix

struct HoldStreamsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold-streams",
        abstract: "Opens streams and keeps them open while memory is read.",
        discussion: "Prints `open N` when each stream has its first frame, and what was lost at the end."
    )

    @OptionGroup var destination: Destination

    @Option(help: "Streams, each on a connection of its own.")
    var count = 1000

    @Option(name: .customLong("interval-ms"), help: "Milliseconds between two frames of a stream.")
    var intervalMilliseconds = 1000

    @Option(help: "How long they are held.")
    var seconds = 60.0

    func validate() throws {
        guard (1...20_000).contains(count), seconds > 0, intervalMilliseconds > 0 else {
            throw ValidationError("--count must be 1 to 20000; --seconds and --interval-ms more than 0.")
        }
    }

    func run() async throws {
        var request = destination.request
        let frames = Int(seconds * 1000) / intervalMilliseconds + 3600
        request.stream = .init(frames: frames, interval: .milliseconds(Int64(intervalMilliseconds)))
        let plan = LoadPlan(
            target: try LoadTarget(url: destination.url),
            request: request,
            pattern: .once,
            connections: count,
            duration: .nanoseconds(Int64(seconds * 1_000_000_000))
        )
        let opened = count
        let tally = try await LoadRun.perform(plan, on: MultiThreadedEventLoopGroup.singleton.next()) {
            Report.line("open \(opened)")
        }
        Report.line(
            Report.json([
                "open": "\(tally.open)", "completed": "\(tally.completed)", "lost": "\(tally.errors)",
                "frames": "\(tally.frames)", "non_200": "\(tally.otherThan200)",
            ])
        )
    }
}
