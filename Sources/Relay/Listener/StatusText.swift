/// The reason phrases of the statuses that occur, with the space before and the line end behind them.
enum StatusText {
    static func reason(_ status: Int) -> StaticString {
        switch status {
        case 200: " OK\r\n"
        case 201: " Created\r\n"
        case 202: " Accepted\r\n"
        case 204: " No Content\r\n"
        case 400: " Bad Request\r\n"
        case 401: " Unauthorized\r\n"
        case 403: " Forbidden\r\n"
        case 404: " Not Found\r\n"
        case 405: " Method Not Allowed\r\n"
        case 408: " Request Timeout\r\n"
        case 413: " Content Too Large\r\n"
        case 415: " Unsupported Media Type\r\n"
        case 417: " Expectation Failed\r\n"
        case 421: " Misdirected Request\r\n"
        case 422: " Unprocessable Content\r\n"
        case 429: " Too Many Requests\r\n"
        case 431: " Request Header Fields Too Large\r\n"
        case 500: " Internal Server Error\r\n"
        case 502: " Bad Gateway\r\n"
        case 503: " Service Unavailable\r\n"
        case 504: " Gateway Timeout\r\n"
        case 508: " Loop Detected\r\n"
        // The phrase may be empty; the space before it may not (RFC 9112 §4).
        default: " \r\n"
        }
    }
}
