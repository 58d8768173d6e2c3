/// Why an exchange was not taken on; closed, because it is a label of metrics and journal.
package enum AdmissionRefusal: String, Sendable, CaseIterable {
    case queueFull = "queue_full"
    /// Its time would have been up before its turn; told at once instead of then.
    case tooLate = "too_late"
    /// Its time was up while it waited.
    case expired
    /// A newer one took its place.
    case displaced
}
