/// 6.1.15 and 6.1.28: translations.
extension CSAFRule {
    static let translator = CSAFRule(.translator) { facts, found in
        guard let document = facts.document, document["publisher"]?.string("category") == "translator",
            document["source_lang"] == nil
        else { return }
        found.fault(
            document.pointer / "source_lang",
            "The publisher is a translator, and the language of the original is missing. Add `source_lang`."
        )
    }

    static let translation = CSAFRule(.translation) { facts, found in
        guard let language = facts.document?.string("lang").flatMap(LanguageTag.init),
            let placed = facts.document?["source_lang"], let source = placed.string.flatMap(LanguageTag.init),
            language == source
        else { return }
        found.fault(
            placed.pointer,
            "The language of the original is that of the document. Take `source_lang` out if this is no translation."
        )
    }
}
