/// Why a byte stream cannot be read as HTTP/1.1 any further.
enum FramingFault: Error, Equatable {
    case headTooLong
    case malformedHead
    case malformedChunk
}
