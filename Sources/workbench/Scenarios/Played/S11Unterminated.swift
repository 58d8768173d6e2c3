extension Scenario {
    static let s11 = Scenario(
        number: "S11",
        title: "no terminator",
        expected: "before content moved on, after it told",
        play: BrokenStream.unterminated.play
    )
}
