enum TerminalText {
    /// Words of a model, or of somebody else, must not move a terminal's cursor.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control || $0.properties.generalCategory == .format ? " " : $0
                }
            )
        )
    }
}
