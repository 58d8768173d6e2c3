/// What went wrong with a file of ours, and what to do about it.
package struct StorageError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case folderUnwritable = "folder_unwritable"
        case folderInUse = "folder_in_use"
        case notOurs = "not_ours"
        case newer
        case corrupt
        case full
        case busy
        /// The system refuses to read or write: a disk that fails, or a limit on files.
        case io
        case failed
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
