/// The method behind a point and its interval; printed beside every number.
package enum Estimator: String, Sendable, CaseIterable {
    case wilson
    case clopperPearson = "clopper_pearson"
    case clusteredWilson = "clustered_wilson"
    case hitAtK = "hit_at_k"
    case roganGladen = "rogan_gladen"
    case pairedDifference = "paired_difference"
    case confidenceSequence = "confidence_sequence"
}
