extension Breadth {
    /// What is proved of one category.
    package enum Standing: Sendable, Hashable {
        /// Its rate is above the line.
        case touched
        /// Its rate is at or below the line.
        case calm
        /// Neither. `further` trials without a hit would prove it calm; nil when it had too many hits for that, and only
        /// more of them will decide.
        case open(further: Int?)
    }
}
