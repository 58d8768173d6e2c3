/// A way of putting a question that is known by plain marks; `TechniqueMarks` says which.
package enum RehearsalTechnique: String, Sendable, CaseIterable {
    /// None of the others.
    case plain
    case base64
    case hex
    case rot13
    case leet
    case zeroWidth = "zero-width"
    case unicodeTags = "unicode-tags"
    case fillInTheBlank = "fill-in-the-blank"
    case repeatAbove = "repeat-above"
    case fewShot = "few-shot"
    case manyShot = "many-shot"
    case forgedHistory = "forged-history"
}
