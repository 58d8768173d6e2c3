extension Scenario {
    static let s10 = Scenario(
        number: "S10",
        title: "malformed frame",
        expected: "before content moved on, after it told",
        play: BrokenStream.malformed.play
    )
}
