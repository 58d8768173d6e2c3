/// One message of a conversation, in a form that every dialect can carry.
package struct Turn: Sendable, Hashable {
    package enum Role: String, Sendable {
        case system, user, assistant
        /// What a tool gave back; preceded by the assistant's call of it.
        case tool
    }

    package var role: Role
    package var text: String

    package init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }
}
