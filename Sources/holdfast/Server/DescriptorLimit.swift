#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many files and sockets this process may have open.
enum DescriptorLimit {
    /// More than any `limits.connections` needs twice over.
    private static let most: rlim_t = 1 << 20

    /// Takes all that the system grants. Most systems start a program with 1,024, kept that low for programs that use
    /// `select`; here an exchange takes two, and a listener without descriptors accepts nobody.
    static func raise() {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return }
        #if canImport(Glibc)
            limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, most))
        #else
            // Darwin refuses more than OPEN_MAX, whatever its hard limit says.
            limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(OPEN_MAX)))
        #endif
        // Refused, the process goes on with what it has.
        _ = setrlimit(resource, &limit)
    }
}
