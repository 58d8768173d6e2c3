extension Scenario {
    static let s09 = Scenario(
        number: "S09",
        title: "stall mid-stream (clocks 800ms)",
        expected: "before content moved on, after it told",
        settings: .with {
            $0.clocks.firstContent = "800ms"
            $0.clocks.idle = "800ms"
        },
        play: BrokenStream.stall.play
    )
}
