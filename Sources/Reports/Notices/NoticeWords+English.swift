import Control

extension NoticeWords {
    package static let english = NoticeWords(
        status: .english,
        safetyRecall: "Product safety recall",
        recall: "Recall",
        hold: "Hold",
        isRecalled: "The model %1 is recalled",
        isHeld: "The model %1 is held back",
        servesAgain: "The model %1 serves again",
        isReleased: "The model %1 was held back, and is released",
        isRetired: "The model %1 will not serve again",
        what: "What it is about",
        model: "Model",
        part: "Which use of it",
        severity: "How serious it is",
        classes: [
            .one: "Class I: serious harm is likely.", .two: "Class II: harm is possible.",
            .three: "Class III: harm is unlikely.",
        ],
        since: "Since",
        number: "Number",
        why: "Why",
        noReason: "No reason was written for the public. Ask the contact below.",
        toDo: "What to do",
        stop: "Stop using this model now, also where you reach it in another way.",
        recheck: "Have answers that it gave before checked by a person before you rely on them.",
        goOn: "Go on using the service: the model named below answers instead.",
        wait: "Wait: the service answers with an error until a model may serve.",
        useAgain: "Use it as before: it was corrected and tried again.",
        nothing: "Nothing. A person looked at it, and nothing had to be done.",
        instead: "What serves instead",
        noSubstitute: "Nothing serves in its place.",
        itself: "The model itself serves.",
        steps: "What happened",
        noContact: "Nobody is named.",
        source: "Made from the public ledger: the order is entry %1 of %2."
    )
}
