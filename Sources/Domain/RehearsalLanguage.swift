/// A language as far as its script tells: Hindi and Marathi are one to this model, and all that is written in Latin letters
/// is English.
package enum RehearsalLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case bengali = "bn"
    case gujarati = "gu"
    case hindi = "hi"
    case kannada = "kn"
    case malayalam = "ml"
    case marathi = "mr"
    case odia = "or"
    case punjabi = "pa"
    case tamil = "ta"
    case telugu = "te"
    case urdu = "ur"
}
