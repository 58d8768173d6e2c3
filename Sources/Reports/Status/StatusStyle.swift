/// What the status page has beside the style of the other documents: the state of things in words first, in colour second.
enum StatusStyle {
    static let sheet = """
        :root { --fine: #1a7f4b; --less: #8a5a00; --bad: #b3261e; --unknown: #c9d0d6; }
        @media screen and (prefers-color-scheme: dark) { :root { --fine: #5cc98f; --less: #e0b252; --bad: #ff8a7a; --unknown: #3b434b; } }
        body { max-width: 60rem; }
        nav { margin-bottom: 2rem; font-size: .875rem; }
        a { color: inherit; text-underline-offset: .2em; }
        .overall { padding: 1rem 1.25rem; border-radius: 8px; background: var(--soft); border-left: 6px solid var(--fine); font-size: 1.2rem;
          font-weight: 600; max-width: none; }
        .degraded_performance.overall { border-color: var(--less); } .partial_outage.overall, .major_outage.overall { border-color: var(--bad); }
        article { padding: 1.1rem 0; border-top: 1px solid var(--line); }
        article h3 { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; margin: 0 0 .5rem; font-size: 1.05rem;
          overflow-wrap: anywhere; }
        .level { font-weight: 600; font-size: .9375rem; color: var(--fine); }
        .level.degraded_performance { color: var(--less); } .level.partial_outage, .level.major_outage { color: var(--bad); }
        .days { display: block; width: 100%; height: 34px; margin: .25rem 0 .5rem; }
        .days .operational { fill: var(--fine); } .days .degraded_performance { fill: var(--less); } .days .unknown { fill: var(--unknown); }
        .days .partial_outage, .days .major_outage { fill: var(--bad); }
        article p { margin: 0 0 .35rem; font-size: .9375rem; max-width: none; overflow-wrap: anywhere; }
        article ol { margin: .5rem 0 0; padding-left: 1.25rem; font-size: .9375rem; }
        article li { margin-bottom: .35rem; overflow-wrap: anywhere; }
        article details { margin-top: .25rem; border: 0; font-size: .875rem; } article details:last-of-type { border: 0; }
        time { white-space: nowrap; color: var(--muted); }
        @media print { article { break-inside: avoid; } nav { display: none; } .days * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

        """
}
