/// Values that hold where the document says nothing, each with its reason.
package enum Defaults {
    /// Beside the file, so that a checkout can be tried without touching the system.
    static let state = "holdfast-state"
    /// Outside the state folder: a copy of the state must not carry the pepper along.
    static let keys = "~/.config/holdfast"
    static let currency = "USD"
    /// Loopback: nobody is served by accident.
    static let host = "127.0.0.1"
    static let servicePort = 8787
    static let operatorPort = 8788
    /// Room for a few images in a request; the vendors' own bound.
    static let body = 32 << 20
    /// Sixteen of the largest bodies at once, or hundreds of thousands of common ones.
    static let memory = 512 << 20
    static let connections = 10_000
    /// A hundred megabytes of open streams; more at once than the quotas of a few vendors let through.
    package static let concurrency = 4096
    /// A head, or the next piece of a body, that takes longer is an attack or a dead line.
    static let receive = Duration.seconds(30)
    /// Longer than common clients keep idle connections, so that they close first.
    static let keepAlive = Duration.seconds(75)
    /// Most answers end within half a minute; a supervisor's patience usually ends soon after.
    static let drain = Duration.seconds(30)
    /// A month: long enough for a bill and a complaint.
    static let journalAge = Duration.seconds(30 * 86_400)
    /// Vendors announce an end months ahead.
    package static let modelsLists = Duration.seconds(86_400)
    /// A quarter: models, prompts and substitutes change in that time.
    package static let drillAge = Duration.seconds(90 * 86_400)
    static let journalSize = 2 << 30
    /// Some minutes of a busy journal: time for a person to come, and room for the ledger.
    package static let freeSpace = 64 << 20
    /// Often enough that a hold is not forgotten over a shift, seldom enough that nobody mutes it.
    package static let notificationRepeat = Duration.seconds(3600)
    /// Three models twice each, or two with a few credentials; more has never been seen to help, and each may cost money.
    package static let attempts = 6
    /// A quarter of the minute after which common proxies take a silent connection for dead.
    package static let commentAfter = Duration.seconds(15)
    /// The usual risk of one wrong answer in twenty.
    package static let policyLevel = 950_000
    /// Nine in ten: beyond that the lost trials could hide a rate several times the usual ceilings.
    package static let policyLeastScored = 900_000
    /// A month: vendors change models more often than they say.
    package static let policyValidity = Duration.seconds(30 * 86_400)
    /// Of its validity, before its end.
    package static let policyRenewal = 200_000
    /// A month: what rings oftener for nothing is soon not heard, and a longer time would make true alarms later.
    package static let watchFalseAlarmEvery = Duration.seconds(30 * 86_400)
    /// Sixty trials without a hit show a rate below 5% (the rule of three).
    package static let watchBurst = 60
    /// Together not much more than a model's usual probes of a day.
    package static let watchBurstsPerDay = 4
    /// Ten categories with the 29 trials without a hit each that show a rate below 10%.
    package static let watchBreadth = 300
    /// Some forty in a family: a rate that rises from 2% to 10% shows within days.
    package static let watchProbesPerDay = 150
}
