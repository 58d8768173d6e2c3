import GRDB
import NIOSSL
import Hummingbird
import ArgumentParser
@main struct Main { static func main() { print("ok") } }
