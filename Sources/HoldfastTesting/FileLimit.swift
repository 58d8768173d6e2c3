#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tests with thousands of connections need as many descriptors as the system grants.
package enum FileLimit {
    package static func raise() {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }
}
