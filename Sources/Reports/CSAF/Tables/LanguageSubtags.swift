/// What we know of the registry of language subtags (RFC 5646, section 3): all languages of two letters and all regions of
/// two letters, retired ones among them, and of the longer ones those that people use. Of the others we cannot say.
enum LanguageSubtags {
    enum Standing: Equatable {
        case known
        /// - Parameter next: what to write in its place, if we know.
        case unknown(next: String?)
        case unsaid
    }

    static func language(_ tag: String) -> Standing {
        switch tag.utf8.count {
        case 2: languages.contains(tag) ? .known : .unknown(next: nil)
        case 3 where ("qaa"..."qtz").contains(tag) || others.contains(tag): .known
        case 3: shorter[tag].map { .unknown(next: $0) } ?? .unsaid
        // None has ever been registered.
        default: .unknown(next: nil)
        }
    }

    static func script(_ tag: String) -> Standing {
        scripts.contains(tag) || ("qaaa"..."qabx").contains(tag) ? .known : .unsaid
    }

    static func region(_ tag: String) -> Standing {
        guard tag.utf8.count == 2 else { return areas.contains(tag) ? .known : .unsaid }
        let isPrivate = tag == "aa" || tag == "zz" || ("qm"..."qz").contains(tag) || ("xa"..."xz").contains(tag)
        return isPrivate || regions.contains(tag) ? .known : .unknown(next: nil)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    private static let languages = words(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
        es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji
        jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb
        nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
        ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """
    )

    private static let others = words("ceb fil gsw haw hmn mis mul nds und yue zxx")

    /// A language that has two letters is never written with three.
    private static let shorter = [
        "ara": "ar", "chi": "zh", "deu": "de", "dut": "nl", "eng": "en", "fra": "fr", "fre": "fr", "ger": "de",
        "hin": "hi", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "pol": "pl", "por": "pt", "rus": "ru",
        "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
    ]

    private static let scripts = words(
        """
        arab armn beng cyrl deva ethi geor grek gujr guru hang hani hans hant hebr jpan khmr knda kore laoo latn mlym mong
        mymr orya sinh taml telu thaa thai tibt zyyy
        """
    )

    private static let regions = words(
        """
        ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bu bv bw by
        bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cs cu cv cw cx cy cz dd de dg dj dk dm do dz ea ec ee eg eh er es et
        eu ez fi fj fk fm fo fr fx ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im
        in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh
        mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nt nu nz om pa pe pf pg ph pk pl pm pn
        pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz ta tc td tf tg th
        tj tk tl tm tn to tp tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi vn vu wf ws yd ye yt yu za zm zr zw
        """
    )

    private static let areas = words(
        """
        001 002 003 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155
        202 419
        """
    )
}
