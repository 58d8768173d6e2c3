extension RateText {
    /// `1.25 %`, of parts per million, rounded up: it is always a bound.
    package static func percent(_ millionths: Int) -> String {
        let hundredths = (millionths + 99) / 100
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100) %"
    }
}
