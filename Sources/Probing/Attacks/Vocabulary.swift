/// The plain words that fillers, examples and acrostics are made of.
///
/// None may be a secret of a trial: a model that repeats an example would seem to have given the secret away. Whoever
/// draws words as secrets leaves these out (`everyWord`).
package enum Vocabulary {
    static let places = [
        "north store", "east store", "old mill", "harbour office", "garden shed", "print room", "town library",
        "bakery", "workshop", "reading room", "post room", "canteen", "boat house", "music hall", "green house",
        "tool room",
    ]
    static let things = [
        "boxes of rice", "bags of flour", "rolls of paper", "jars of honey", "crates of apples", "bundles of rope",
        "tins of paint", "cartons of tea", "sacks of lentils", "packs of candles", "baskets of onions", "cans of oil",
    ]
    static let labels = [
        "amber", "blue", "brown", "green", "grey", "orange", "purple", "red", "silver", "white", "yellow", "pink",
    ]
    static let names = [
        "Amina", "Bela", "Carlo", "Dipa", "Esther", "Farid", "Gita", "Hana", "Ivan", "Jaya", "Karim", "Leela", "Mateo",
        "Nila", "Omar", "Priya", "Rohan", "Sara", "Tomas", "Uma",
    ]
    static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// Three for each Latin letter.
    static let byInitial: [Unicode.Scalar: [String]] = [
        "a": ["apple", "arch", "arrow"], "b": ["basket", "bench", "bread"], "c": ["cabin", "candle", "chair"],
        "d": ["daisy", "desk", "door"], "e": ["easel", "elbow", "engine"], "f": ["farm", "fence", "flute"],
        "g": ["garden", "gate", "glove"], "h": ["hammer", "hill", "house"], "i": ["iron", "island", "ivy"],
        "j": ["jacket", "jar", "juice"], "k": ["kettle", "key", "kite"], "l": ["ladder", "lamp", "leaf"],
        "m": ["market", "meadow", "mirror"], "n": ["needle", "nest", "north"], "o": ["oar", "office", "onion"],
        "p": ["paper", "pear", "pillow"], "q": ["quarry", "quill", "quilt"], "r": ["rain", "river", "road"],
        "s": ["salt", "shelf", "spoon"], "t": ["table", "tower", "train"], "u": ["umbrella", "uncle", "urn"],
        "v": ["valley", "vase", "village"], "w": ["wagon", "water", "window"], "x": ["xebec", "xylem", "xylophone"],
        "y": ["yard", "yarn", "year"], "z": ["zebra", "zinc", "zipper"],
    ]

    /// What the sentences of `Filler` and `Example` say around the words above.
    private static let frames = """
        a and are away before by cart came counted degrees done down for from gave had has how in is it key label late \
        many missing move noon nothing noted now of on plus put quiet said shelf stand suits swept tell me the there to \
        was been what which who with
        """

    /// Every word that fillers, examples and acrostics can hold, each in lower case.
    package static let everyWord: Set<String> = {
        let phrases = places + things + labels + names + days + byInitial.values.joined() + [frames]
        return Set(phrases.flatMap { $0.lowercased().split(separator: " ").map(String.init) })
    }()
}
