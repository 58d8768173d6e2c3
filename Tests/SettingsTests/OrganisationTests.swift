import Settings
import Testing

@Suite("Who runs it, and what routes are for")
struct OrganisationTests {
    private static func document(_ organisation: String, route: String = "") -> String {
        """
        providers: {own: {kind: rehearsal}}
        models: {m: {provider: own}}
        routes: {r: {serve: [m]\(route)}}
        organisation: \(organisation)
        """
    }

    @Test("is read as it was written")
    func read() throws {
        let text = Self.document(
            "{name: Example Bank, contact: ai@bank.example, namespace: \"https://bank.example\"}",
            route: ", purpose: \"Answers\\nquestions\", not_for: Advice"
        )
        let settings = try load(text)
        #expect(
            settings.organisation
                == Organisation(name: "Example Bank", contact: "ai@bank.example", namespace: "https://bank.example")
        )
        #expect(settings.routes.first?.purpose == "Answers\nquestions" && settings.routes.first?.notFor == "Advice")
        #expect(try load(Self.document("{name: B}")).organisation == Organisation(name: "B"))
    }

    @Test(
        "what is wrong is told at its place",
        arguments: [
            ("{contact: a}", "4:1: organisation: An organisation needs a `name`: it stands on its documents."),
            (
                "{name: B, namespace: bank.example}",
                "4:36: organisation.namespace: A namespace is an https or http URL. Write it like https://bank.example."
            ),
            (
                "{name: B, namespace: \"https:///x\"}",
                "4:36: organisation.namespace: A namespace is an https or http URL. Write it like https://bank.example."
            ),
            (
                "{name: \" \"}",
                "4:22: organisation.name: A text of 1 to 200 bytes is expected here, without control characters."
            ),
            (
                "{name: \"a\\tb\"}",
                "4:22: organisation.name: A text of 1 to 200 bytes is expected here, without control characters."
            ),
            ("{name: B, mail: a}", "4:25: organisation: The key `mail` is not known here."),
        ]
    )
    func wrong(organisation: String, problem: String) {
        let told = problems(Self.document(organisation))
        #expect(told.count == 1 && told.first?.hasPrefix(problem) == true, "\(told)")
    }

    @Test("a purpose has an end")
    func longPurpose() {
        let told = problems(Self.document("{name: B}", route: ", purpose: \(String(repeating: "p", count: 2001))"))
        #expect(
            told == ["3:35: routes.r.purpose: A text of 1 to 2000 bytes is expected here, without control characters."]
        )
    }

    @Test("a public folder is found from the document's own")
    func publication() throws {
        let text = Self.document("{name: B}") + "\npublish: {folder: public, address: \"https://status.example/\"}"
        #expect(
            try load(text).publication
                == Publication(folder: "/etc/holdfast/public", address: "https://status.example/")
        )
        #expect(
            problems(Self.document("{name: B}") + "\npublish: {address: status.example}") == [
                "5:1: publish: A publication needs a `folder`: it is written there.",
                "5:20: publish.address: An address is an https or http URL. Write it like https://status.example.org/.",
            ]
        )
    }
}
