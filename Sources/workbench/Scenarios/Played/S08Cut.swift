extension Scenario {
    static let s08 = Scenario(
        number: "S08",
        title: "cut mid-stream",
        expected: "before content moved on, after it told",
        play: BrokenStream.cut.play
    )
}
