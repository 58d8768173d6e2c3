#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A wait that others may end before its time. One call ends it, however often it was called before.
///
/// A pipe and `poll`, because their time is one that nobody sets: the waits for semaphores and conditions end at a time of day
/// on Linux, and a clock set back an hour would hold whoever waits for one.
package final class Wakeup: Sendable {
    private let reader: Int32
    private let writer: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }
        (reader, writer) = (ends[0], ends[1])
    }

    deinit { for end in [reader, writer] where end >= 0 { close(end) } }

    package func signal() {
        // A pipe that is full has said it already.
        var mark: UInt8 = 1
        _ = write(writer, &mark, 1)
    }

    /// Without a pipe, for want of descriptors, it waits to its end.
    package func wait(atMost milliseconds: Int32) {
        var watched = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, milliseconds) > 0 else { return }
        var marks = [UInt8](repeating: 0, count: 256)
        while read(reader, &marks, marks.count) == marks.count {}
    }
}
