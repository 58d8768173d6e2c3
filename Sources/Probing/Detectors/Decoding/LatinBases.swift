/// The plain letter under a Latin letter with a mark (Unicode's canonical decompositions, and strokes and hooks beside): U+00C0–024F
/// and U+1E00–1EFF, one letter for each scalar in order, a point where there is none.
enum LatinBases {
    static func letter(_ scalar: UInt32) -> UInt8? {
        let found: UInt8? =
            switch scalar {
            case 0xC0...0x24F: extended[Int(scalar - 0xC0)]
            case 0x1E00...0x1EFF: additional[Int(scalar - 0x1E00)]
            default: nil
            }
        return found == UInt8(ascii: ".") ? nil : found
    }

    private static let extended: [UInt8] = Array(
        ("AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
            + "GgGgHhHhIiIiIiIiIi..JjKk.LlLlLl..LlNnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"
            + "bB.....CcDD.......fG...IKkl.....Oo..Pp.......t.Uu..YyZz......................AaIiOoUuUuUuUuUu.Aa"
            + "Aa....GgKkOoOo..j...Gg..NnAa....AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh.....zAaEeOoOoOoOoYy.......Cc..."
            + ".......e.j...r.y").utf8
    )
    private static let additional: [UInt8] = Array(
        ("AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRr"
            + "SsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy.s..S.AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
            + "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......").utf8
    )
}
