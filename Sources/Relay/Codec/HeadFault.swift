/// Why the bytes of a head or of a chunked body were refused. Strict on purpose: whatever two parsers could read in
/// two ways is an attack on one of them (RFC 9112 §11.2), so nothing is repaired.
enum HeadFault: Error, Equatable {
    case startLine
    case version
    case target
    case bareLineFeed
    case foldedField
    case fieldName
    case fieldValue
    case tooLarge
    case tooManyFields
    case contentLength
    case transferEncoding
    case conflictingLengths
    case duplicateField(StaticName)
    case missingHost
    case chunkSize
    case chunkEnd
    case trailer

    /// A name that is part of the program, so that no byte of a request reaches a message.
    struct StaticName: Equatable {
        let text: String
    }

    var message: String {
        switch self {
        case .startLine: "The first line is not `METHOD SP target SP HTTP/1.1`."
        case .version: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .target: "The request target must be a path of visible ASCII characters that begins with `/`."
        case .bareLineFeed: "A line ends without a carriage return before its line feed."
        case .foldedField: "A header field is continued on a second line, which HTTP no longer allows."
        case .fieldName: "A header field's name has a character that is not allowed, or a space before its colon."
        case .fieldValue: "A header field's value has a control character."
        case .tooLarge: "The request line and header fields are larger than 64 KiB."
        case .tooManyFields: "There are more than 128 header fields."
        case .contentLength: "`Content-Length` is not one decimal number."
        case .transferEncoding: "`Transfer-Encoding` is not exactly `chunked`."
        case .conflictingLengths: "`Content-Length` and `Transfer-Encoding` are both present."
        case .duplicateField(let name): "The header field `\(name.text)` occurs more than once."
        case .missingHost: "The `Host` header field is missing."
        case .chunkSize: "A chunk's size line is not a hexadecimal number within bounds."
        case .chunkEnd: "A chunk does not end where its size says."
        case .trailer: "The trailer section after the last chunk is malformed or too large."
        }
    }
}
