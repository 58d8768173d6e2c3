/// Plain English words of five to nine letters that customers' business seldom needs: animals, plants, stones, tools, boats,
/// instruments. Our own choice. A canary may be one of them, where a model is to be asked for a secret that people would use.
///
/// A word is only matched whole, so what could make a false hit is an answer that says the word for its own sake. None of these
/// occurs in the 450 prompts and 2,250 answers of XSTest nor in PyRIT's 169 labelled answers; none holds another one; and no
/// Caesar shift, reversal, reversed shift or Atbash of one is itself an English word (checked against the 262,866 words of GCIDE
/// and Webster's Second), so that the decodings add no other meanings. Packs must not use these words: `pack check` asks `contains`.
package enum RareWords {
    package static let all: [String] = text.split(whereSeparator: \.isWhitespace).map(String.init)

    private static let known = Set(all)

    package static func contains(_ word: String) -> Bool { known.contains(word.lowercased()) }

    private static let text = """
        abalone abbey acacia accordion agate albatross alder alligator alpaca amethyst anchovy anemone angora
        antimony anvil apricot aqueduct artichoke aspen aster astrolabe atoll aubergine auger axolotl azalea azurite
        badger bagpipe balaclava bamboo banjo bannock banyan baobab barbel barbet barnacle barometer barracuda
        basalt basilisk bassoon bauxite beetroot belfry bellows bergamot beryl bilberry bilge billhook binnacle
        bismuth bittern blenny blizzard bluebell bobbin bolero bonnet borage bowler bowsprit bracken bradawl bramble
        brazier bream brocade brogue bugle bulbul bullfrog bulrush bulwark bumblebee bunting burdock bushing bustard
        buttress buzzard caiman calcite calico camellia camembert camshaft canoe canyon capstan carafe caraway
        cardamom carousel cashmere cassowary castanet catamaran cattail causeway celeriac cello centaur centipede
        chameleon chandler chard chert chervil chicory chiffon chimney chintz chough chromium chrysalis chutney
        cicada cinnabar clarinet clematis cloister clover cobalt cobbler cockatoo cockle colander comet comfrey
        condor coracle corduroy cormorant cornet cornice courgette cowslip cranberry crater cravat crayfish crevasse
        cricket crocus crucible crumpet curlew cyclone cygnet cypress daffodil dahlia damask damselfly damson
        dandelion decanter dinghy discus distaff dogfish dolomite dormer doublet dragonfly drake drizzle drongo
        dugong dulcimer dumpling dunnock durian earwig eclipse egret eider endive equinox estuary euphonium falcon
        farrier fedora feldspar fennel ferret fescue finch firefly fjord flagon flannel flapjack fletcher flint
        flounder fluorite flute flywheel foxglove freesia frigate fugue gable galena galleon gallium galosh gannet
        gargoyle garnet gasket gauntlet gavotte gazebo gecko geranium geyser gharial gimlet gingham glacier
        gladiolus glazier glowworm gneiss gnocchi goblet godwit gondola gorse granite grayling grebe greengage
        grouper grouse guava gudgeon gully gunwale gurnard gypsum haddock haematite hailstone halibut hammock
        harmonium harrier hatchet haversack hawthorn haystack hearth heather heron herring hessian hibiscus
        hollyhock hoopoe hopscotch hornbeam hornbill hornet hourglass hyacinth hydrangea iguana indium inkwell
        isthmus jackal jackdaw jackfruit jasmine jasper javelin jellyfish jerkin jester joist juniper katydid
        kestrel ketch knapsack kohlrabi kraken kumquat lacewing ladle ladybird lagoon lamprey lantern lapis lapwing
        larch larkspur lemur limestone linnet lintel lobelia lobster lorikeet lotus lovage lucerne lychee macaroni
        macaw mackerel magnetite magnolia magpie mahogany mainsail malachite mallard mallet mandolin manta mantel
        maracas marble marimba marjoram marlin marmalade marmot marzipan mattock mayfly mazurka medlar meringue
        merlin meteor metronome milliner millipede mimosa minaret minnow minster minstrel minuet mistral mitten
        moccasin mohair molasses monsoon moonstone moorhen moorland moraine mulberry mullet mullion muslin mussel
        mynah narcissus narwhal nautilus nebula nectarine nettle nougat numbat nuthatch nutmeg obelisk obsidian
        ocelot okapi oleander organza oriole osprey ostrich otter oyster pagoda pantaloon papaya paprika papyrus
        parakeet parapet parasol parsley parsnip partridge peepal pelican pendulum peony perch pergola peridot
        persimmon petrel petunia pheasant phoenix piccolo pintail pipefish pipit pistachio piston pitchfork plaice
        plankton plantain plateau plover polka pollock pomelo poplar prairie primrose priory ptarmigan puffin pulley
        pulsar pumice purlin pyrite quail quartz quasar quill quince quokka radish rafter rambutan ramekin rampart
        ratchet redwood roach rondo rosewood rotunda rowan rudder ryegrass sandstone sarabande sardine satchel
        satsuma savanna scallion scallop scarecrow schist schooner sconce scone scorpion scythe seahorse sedge
        sequoia sextant shallot shovel shuttle sickle sieve sirocco siskin sitar skink skittles slate sloop snapper
        snowdrop solstice sombrero sonata sorbet sorrel spinnaker sprocket spruce steeple steppe stingray stoat
        sturgeon sunbird sundial sunfish swede swordfish sycamore syllabub tabla tadpole taffeta tamarillo tamarind
        tangerine tankard tansy tapir tarantula tarpaulin tarragon tellurium tench terrapin thatcher thimble thistle
        tiller timpani tinamou titanium toboggan toccata topaz tortoise toucan trapeze trawler treacle treadle
        trellis trifle trilby trombone tugboat tulip tundra tungsten turban turbot tureen turquoise tweed typhoon
        ukulele unicorn urchin vanadium vellum velvet vetch viaduct violin vulture wagtail waistcoat walrus warbler
        wasabi waterlily wattle weasel weevil whelk whiting wicker wigeon willow winch windlass windmill wisteria
        wombat woodlouse wrasse wryneck xylophone yarrow zander zephyr ziggurat zinnia zircon zither
        """
}
