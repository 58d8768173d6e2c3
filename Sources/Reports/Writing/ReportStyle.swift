/// The style sheet of the HTML report: fonts of the system, figures of one width, and one scale of heat for each of light
/// and dark, in which every text keeps a contrast of at least 4.5 to 1 (WCAG 2.2, AA). Paper is always light.
package enum ReportStyle {
    package static let sheet = colours + page + tables + print

    private static let colours = """
        :root { color-scheme: light dark;
          --paper: #fff; --ink: #1c2126; --muted: #59626b; --line: #dfe3e7; --soft: #f4f6f8; --mark: #a13a17; --band: #8c97a1;
          --h0: #f1f3f5; --h1: #fdeedd; --h2: #fad6b0; --h3: #f1aa72; --h4: #b8471d; --h5: #74190f;
          --on-cool: #1c2126; --on-hot: #fff; }
        @media screen and (prefers-color-scheme: dark) { :root {
          --paper: #14171b; --ink: #e7eaed; --muted: #a0a9b2; --line: #2f353c; --soft: #1d2127; --mark: #f09a6b; --band: #71808d;
          --h0: #20252b; --h1: #33261b; --h2: #56371b; --h3: #844a17; --h4: #e0803f; --h5: #ffc09a;
          --on-cool: #f4f1ee; --on-hot: #17120e; } }

        """

    private static let page = """
        *, ::before, ::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0 auto; padding: clamp(1.5rem, 5vw, 4.5rem) clamp(1rem, 4vw, 3rem); max-width: 82rem; background: var(--paper);
          color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
          font-variant-numeric: tabular-nums lining-nums; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em;
          overflow-wrap: anywhere; }
        p, ul { max-width: 44rem; margin: 0 0 1rem; }
        h1 { margin: 0 0 .6rem; font-size: clamp(1.75rem, 4.5vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650;
          overflow-wrap: anywhere; }
        h2 { margin: 0 0 .6rem; font-size: 1.3rem; line-height: 1.25; letter-spacing: -.01em; font-weight: 650; }
        section { margin-top: clamp(2.5rem, 6vw, 4.5rem); }
        .eyebrow { margin: 0 0 .4rem; color: var(--muted); font-size: .875rem; font-weight: 600; letter-spacing: .02em; }
        header p { margin-bottom: .25rem; overflow-wrap: anywhere; }
        .state.stopped, .state.running { color: var(--mark); }
        .warning { padding: .75rem 1rem; border-left: 3px solid var(--mark); background: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.5rem; margin: 2rem 0 0;
          padding: 1.5rem 0; border-block: 1px solid var(--line); }
        .figures dt { color: var(--muted); font-size: .875rem; }
        .figures dd { margin: 0; color: var(--muted); font-size: .875rem; }
        .figures b { display: block; color: var(--ink); font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; font-weight: 600; }
        .parameters { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .45rem 2rem; margin: 0; }
        .parameters dt { color: var(--muted); }
        .parameters dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
        details { border-top: 1px solid var(--line); }
        details:last-of-type { border-bottom: 1px solid var(--line); }
        summary { padding: .6rem 0; cursor: pointer; overflow-wrap: anywhere; }
        details ol { margin: 0 0 1rem; padding-left: 1.5rem; }
        details li { margin-bottom: .75rem; overflow-wrap: anywhere; }
        pre { margin: .4rem 0 0; padding: .75rem 1rem; max-height: 24rem; overflow: auto; white-space: pre-wrap; background: var(--soft);
          border-radius: 6px; }
        .hash, .n, .why, .void { color: var(--muted); }
        footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem; }
        :focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
        @media (max-width: 30rem) { tbody th { min-width: 7rem; } .parameters { grid-template-columns: 1fr; gap: 0; } .parameters dd { margin-bottom: .75rem; }
          .figures { grid-template-columns: 1fr 1fr; gap: 1.25rem; } }

        """

    private static let tables = """
        .scroll { overflow-x: auto; margin-top: 1.25rem; }
        table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .875rem; line-height: 1.45; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: .6rem .75rem; text-align: left; vertical-align: top; }
        th { font-weight: 600; }
        .packs th, .packs td, .probes th, .probes td, .plain th, .plain td { border-bottom: 1px solid var(--line); }
        thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
        th:first-child, td:first-child { padding-left: 0; position: sticky; left: 0; background: var(--paper); }
        tbody th { min-width: 9rem; font-weight: 400; }
        .packs tbody b { font-weight: 600; }
        .plain th, .plain td { min-width: 6.5rem; }
        .packs td:nth-child(n+3):nth-child(-n+6), .packs th:nth-child(n+3):nth-child(-n+6),
        .probes td:nth-child(3), .probes th:nth-child(3) { text-align: right; }
        .why, .packs .n, .probes .n { display: block; font-size: .8125rem; }
        .rate { min-width: 11rem; }
        .rate b { font-size: 1rem; }
        .interval { white-space: nowrap; }
        .bar { display: block; width: 100%; height: 6px; margin-top: .4rem; }
        .track { fill: var(--line); } .span { fill: var(--band); } .point { fill: var(--mark); }
        .packs td:nth-child(n+7) { min-width: 11rem; }
        .severity { padding: .1rem .45rem; border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; }
        .severity.critical, .severity.high { border-color: var(--mark); color: var(--mark); font-weight: 600; }
        .tags span { white-space: nowrap; color: var(--muted); }
        .heat { width: auto; border-spacing: 3px; margin-left: -3px; }
        .heat th, .heat td { padding: .45rem .6rem; }
        .heat th:first-child, .heat td:first-child { padding-left: 0; }
        .heat tbody td { width: 8.5rem; min-width: 6.5rem; border-radius: 4px; line-height: 1.35; }
        .heat [scope=colgroup] { border-bottom: 1px solid var(--line); color: var(--ink); }
        .heat tbody th { vertical-align: middle; }
        .heat b { display: block; font-size: 1rem; font-weight: 600; }
        .heat .interval, .heat td .n { display: block; font-size: .75rem; color: inherit; }
        .heat .none { color: var(--muted); font-size: .8125rem; vertical-align: middle; box-shadow: inset 0 0 0 1px var(--line); }
        .legend { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; max-width: none; padding: 0; list-style: none; font-size: .875rem;
          color: var(--muted); }
        .swatch { display: inline-block; width: 1rem; height: 1rem; margin-right: .4rem; border-radius: 3px; vertical-align: -.15rem; }
        .h0 { background: var(--h0); color: var(--on-cool); } .h1 { background: var(--h1); color: var(--on-cool); }
        .h2 { background: var(--h2); color: var(--on-cool); } .h3 { background: var(--h3); color: var(--on-cool); }
        .h4 { background: var(--h4); color: var(--on-hot); } .h5 { background: var(--h5); color: var(--on-hot); }

        """

    private static let print = """
        @page { size: A4; margin: 16mm 14mm; }
        @page turned { size: A4 landscape; margin: 14mm; }
        @media print {
          body { max-width: none; padding: 0; font-size: 9.5pt; }
          section { margin-top: 9mm; }
          h2, caption, thead { break-after: avoid; }
          tr, .figures, li { break-inside: avoid; }
          .scroll { overflow: visible; margin-top: 3mm; }
          .wide { page: turned; }
          th:first-child, td:first-child { position: static; }
          table { font-size: 8pt; }
          th, td { padding: 1.4mm 1.6mm; }
          tbody th, .plain th, .plain td, .rate, .heat tbody td, .packs td:nth-child(n+7) { min-width: 0; }
          .heat { margin-left: 0; border-spacing: .5mm; } .heat th, .heat td { padding: 1mm 1.2mm; }
          .heat .interval, .heat td .n { display: inline; }
          .heat { width: 100%; } .heat tbody td { width: auto; } .heat tbody th { width: 26mm; }
          .probes tbody th { width: 26%; } .probes .rate { width: 18%; } .tags { font-size: 6.5pt; } .probes .bar { display: none; }
          .heat b, .rate b { font-size: 9pt; } .heat .interval, .heat td .n, .why, .packs .n, .probes .n, .heat .none { font-size: 7pt; }
          .figures { grid-template-columns: repeat(5, 1fr); } .figures b { font-size: 16pt; }
          details:not([open]), section:has(details):not(:has([open])) { display: none; }
          .heat td, .swatch, .bar, .warning { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          pre { max-height: none; }
        }

        """
}
