package import Foundation
package import GRDB

extension [UInt8] {
    /// As a BLOB argument.
    package var blob: Data { Data(self) }
}

extension Row {
    /// The bytes of a BLOB column; nil when it is NULL or not there.
    package func bytes(_ column: String) -> [UInt8]? {
        (self[column] as Data?).map { [UInt8]($0) }
    }
}
