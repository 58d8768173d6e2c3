import Foundation
import HoldfastTesting

/// A wall clock that the processes which are given it believe, and that can be set while they run: a library stands
/// before the system's and adds what a file says. A wait until a time of day ends when that clock says so, as in the kernel;
/// monotonic clocks stay as they are, as they do when somebody sets the date.
final class ShiftedClock: Sendable {
    let environment: [String: String]
    private let folder: TemporaryFolder
    private var file: String { folder.path + "/shift" }

    private init(_ folder: TemporaryFolder, library: String) {
        self.folder = folder
        environment = ["LD_PRELOAD": library, Self.variable: folder.path + "/shift"]
    }

    /// nil where none can be made: it needs Linux and a C compiler.
    static func make() async throws -> ShiftedClock? {
        #if os(Linux)
            let folder = try TemporaryFolder()
            let library = folder.path + "/shift.so"
            let source = try folder.write(program, to: "shift.c")
            let compiler = try RunningProcess(
                "/usr/bin/env",
                ["cc", "-shared", "-fPIC", "-O1", "-o", library, source],
                environment: [:],
                output: folder.path + "/cc.log"
            )
            guard try await compiler.ended() == 0 else { return nil }
            let clock = ShiftedClock(folder, library: library)
            try clock.set(.zero)
            return clock
        #else
            return nil
        #endif
    }

    /// For every process that has it, at once.
    func set(_ shift: Duration) throws {
        let handle =
            if let known = FileHandle(forUpdatingAtPath: file) { known } else {
                try FileHandle(forUpdating: URL(fileURLWithPath: try folder.write("", to: "shift")))
            }
        defer { try? handle.close() }
        // In place: they have the file mapped.
        try handle.write(contentsOf: withUnsafeBytes(of: shift.components.seconds) { Data($0) })
    }

    /// For one command alone.
    func environment(shiftedBy shift: Duration) throws -> [String: String] {
        let other = folder.path + "/shift-\(shift.components.seconds)"
        try withUnsafeBytes(of: shift.components.seconds) { try Data($0).write(to: URL(fileURLWithPath: other)) }
        return [Self.variable: other]
    }

    private static let variable = "SHIFTED_CLOCK"

    private static let program = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <pthread.h>
        #include <semaphore.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static const volatile int64_t *shift;

        __attribute__((constructor)) static void start(void) {
            const char *name = getenv("\(variable)");
            int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *bytes = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
            if (bytes != MAP_FAILED) shift = bytes;
            close(file);
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            long result = syscall(SYS_clock_gettime, clock, now);
            if (result == 0 && shift && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += *shift;
            return (int)result;
        }

        int gettimeofday(struct timeval *now, void *zone) {
            struct timespec exact;
            (void)zone;
            if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
            now->tv_sec = exact.tv_sec;
            now->tv_usec = exact.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *told) {
            struct timespec exact;
            clock_gettime(CLOCK_REALTIME, &exact);
            if (told) *told = exact.tv_sec;
            return exact.tv_sec;
        }

        static int before(const struct timespec *one, const struct timespec *other) {
            return one->tv_sec < other->tv_sec || (one->tv_sec == other->tv_sec && one->tv_nsec < other->tv_nsec);
        }

        /* A machine is not up for sixteen years: such a time is one of the day. */
        int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *end) {
            if (end->tv_sec < 500000000) return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, end);
            for (;;) {
                struct timespec now, slice;
                clock_gettime(CLOCK_REALTIME, &now);
                if (!before(&now, end)) return ETIMEDOUT;
                clock_gettime(CLOCK_MONOTONIC, &slice);
                slice.tv_nsec += 5000000;
                if (slice.tv_nsec >= 1000000000) { slice.tv_nsec -= 1000000000; slice.tv_sec += 1; }
                int result = pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &slice);
                if (result != ETIMEDOUT) return result;
            }
        }

        int sem_timedwait(sem_t *semaphore, const struct timespec *end) {
            for (;;) {
                struct timespec now, slice;
                if (sem_trywait(semaphore) == 0) return 0;
                clock_gettime(CLOCK_REALTIME, &now);
                if (!before(&now, end)) { errno = ETIMEDOUT; return -1; }
                slice.tv_sec = 0;
                slice.tv_nsec = 2000000;
                nanosleep(&slice, 0);
            }
        }

        """
}
