import JSON

/// The `error` of a response that failed.
enum ResponsesFailure {
    /// The dialect's closed list of codes, as of November 2026; clients check it.
    private static let codes: Set<String> = [
        "server_error", "rate_limit_exceeded", "invalid_prompt", "data_residency_mismatch", "bio_policy",
        "misalignment_policy_violation", "vector_store_timeout", "invalid_image", "invalid_image_format",
        "invalid_base64_image", "invalid_image_url", "image_too_large", "image_too_small", "image_parse_error",
        "image_content_policy_violation", "invalid_image_mode", "image_file_too_large", "unsupported_image_media_type",
        "empty_image_file", "failed_to_download_image", "image_file_not_found",
    ]

    /// A code that is not on the list is kept as the type, where any word may stand.
    static func json(_ error: UpstreamError) -> JSONValue {
        let isListed = error.code.map(codes.contains) ?? false
        return .object(
            ("code", .string((isListed ? error.code : nil) ?? code(of: error.type))),
            ("message", .string(error.message ?? "The provider's stream ended with an error.")),
            ("param", error.parameter.map { .string($0) }),
            ("type", (error.type ?? (isListed ? nil : error.code)).map { .string($0) })
        )
    }

    private static func code(of type: String?) -> String {
        switch type {
        case "rate_limit_error"?, "rate_limit_exceeded"?: "rate_limit_exceeded"
        case "invalid_request_error"?: "invalid_prompt"
        default: "server_error"
        }
    }
}
