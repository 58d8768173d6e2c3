"""What people read, and latest.json."""

from . import features, hold
from .lanes import added, column, median, paired_added_ratios, paired_ratios
from .bars import faults_note


def number(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}"


def spread(values, digits=2):
    if not values:
        return "-"
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}..{max(values):.{digits}f}]"


def print_table(head, rows):
    widths = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [
            str(cell).ljust(width) if i < 2 else str(cell).rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths))
        ]
        print("  " + "  ".join(cells).rstrip())
    print()


def print_lanes(lanes):
    translated = {lane: rounds for lane, rounds in lanes.items() if lane.subjects}
    lanes = {lane: rounds for lane, rounds in lanes.items() if not lane.subjects}
    plain = {lane: rounds for lane, rounds in lanes.items() if not lane.stream and not lane.rate}
    if plain:
        print("Plain answers (565 bytes); medians over the rounds, ratio paired within each round [min..max]")
        rows = []
        for lane, rounds in plain.items():
            for name in rounds[0]:
                ratio = paired_ratios(rounds, "cpu_us_per_request", name) if name not in ("direct", "nginx") else []
                values = {
                    field: median(column(rounds, name, field))
                    for field in ("per_second", "cpu_us_per_request", "p50_us", "p99_us")
                }
                rows.append(
                    [
                        lane.title,
                        name,
                        number(values["per_second"], 0),
                        number(values["cpu_us_per_request"]),
                        spread(ratio),
                        number(values["p50_us"], 0),
                        number(values["p99_us"], 0),
                        sum(column(rounds, name, "faults")),
                    ]
                )
        print_table(
            ["lane", "subject", "requests/s", "CPU us/request", "ratio to nginx", "p50 us", "p99 us", "faults"], rows
        )
    for lane, rounds in lanes.items():
        if lane.rate:
            print_paced(lane, rounds)
        elif lane.stream:
            print_streams(lane, rounds)
    print_translated(translated)
    for lane, rounds in [*lanes.items(), *translated.items()]:
        note = faults_note(rounds)
        if note:
            print(f"  NOT VALID, {lane.title}: {note}\n")


def print_translated(lanes):
    """NAME-messages is NAME asked in Messages while its upstream speaks Chat Completions."""
    rows = []
    for lane, rounds in lanes.items():
        for name in rounds[0] if rounds else []:
            base = name.removesuffix("-messages")
            ratio = paired_ratios(rounds, "cpu_us_per_request", name, base) if name != base else []
            frame = added(rounds, "frame_delay_p50_us", name) if lane.stream and name != "direct" else []
            rows.append(
                [
                    lane.title,
                    name,
                    number(median(column(rounds, name, "per_second")), 0),
                    number(median(column(rounds, name, "cpu_us_per_request"))),
                    spread(ratio),
                    number(median(column(rounds, name, "first_frame_p50_us" if lane.stream else "p50_us")), 0),
                    spread(frame, 0),
                    sum(column(rounds, name, "faults")),
                ]
            )
    if rows:
        print("Translated: Messages at the gateway, Chat Completions at the upstream (a stream counts as a request)")
        print("Added to a frame over the direct way; of it the lane x1 is the one to read")
        print_table(
            [
                "lane",
                "subject",
                "requests/s",
                "CPU us/request",
                "ratio to same dialect",
                "first byte p50 us",
                "added to a frame, p50 us",
                "faults",
            ],
            rows,
        )


def print_paced(lane, rounds):
    print(f"Added latency, one connection at {lane.rate:.0f} requests a second, all on one core (median over the rounds)")
    rows = []
    for name in rounds[0]:
        p50, p99 = (median(column(rounds, name, field)) for field in ("p50_us", "p99_us"))
        extra = (
            [median(added(rounds, field, name)) for field in ("p50_us", "p99_us")] if name != "direct" else [None, None]
        )
        ratio = spread(paired_added_ratios(rounds, "p50_us")) if name == "holdfast" else "-"
        rows.append([lane.title, name, number(p50, 0), number(p99, 0), number(extra[0], 0), number(extra[1], 0), ratio])
    print_table(["lane", "subject", "p50 us", "p99 us", "added p50", "added p99", "added p50 / nginx's"], rows)


def print_streams(lane, rounds):
    print(f"Server-sent events: {lane.concurrency} streams, 50 frames of 250 bytes, 5 ms apart")
    rows = []
    for name in rounds[0]:
        ratio = paired_ratios(rounds, "cpu_us_per_frame", name) if name not in ("direct", "nginx") else []
        fields = (
            "frames_per_second",
            "cpu_us_per_frame",
            "first_frame_p50_us",
            "first_frame_p99_us",
            "frame_delay_p50_us",
            "frame_delay_p99_us",
        )
        values = [median(column(rounds, name, field)) for field in fields]
        rows.append(
            [
                lane.title,
                name,
                number(values[0], 0),
                number(values[1]),
                spread(ratio),
                *(number(value, 0) for value in values[2:]),
                sum(column(rounds, name, "truncated")),
            ]
        )
    print_table(
        [
            "lane",
            "subject",
            "frames/s",
            "CPU us/frame",
            "ratio to nginx",
            "first p50 us",
            "first p99 us",
            "delay p50 us",
            "delay p99 us",
            "cut",
        ],
        rows,
    )


def print_ledger(figures):
    print("Durable appends to the ledger beside bare inserts of the same bytes, each group synchronised to the disk")
    rows = [
        [
            f"{row['group']:,}", f"{row['events_per_second']:,}", f"{row['rows_per_second']:,}", number(row["ratio"], 2)
        ]
        for row in figures
    ]
    print_table(["events a group", "events/s", "bare rows/s", "bare / ledger"], rows)


def print_hold(figures):
    print("A recall's way from the commit of its event to every event loop, under load, in microseconds")
    rows = [
        [who, len(values), values and hold.percentile(values, 50), values and hold.percentile(values, 99)]
        for who, values in figures.items()
    ]
    print_table(["given", "recalls", "p50", "p99"], rows)


def print_probes(figures):
    """`figures` as probes.measure gives them."""
    if not figures:
        return
    print("Probes: `holdfast probe` against an upstream that answers at once, the whole command from start to end")
    rows = [
        [
            "probes",
            pack,
            f"{rounds[0]['trials']:,}",
            number(median(row["per_second"] for row in rounds), 0),
            number(median(row["cpu_us_per_trial"] for row in rounds), 0),
            number(max(row["peak_mib"] for row in rounds)),
        ]
        for pack, rounds in figures.items()
    ]
    print_table(["", "pack", "trials", "trials/s", "CPU us/trial", "peak MiB"], rows)


def print_memory(memory):
    print("Resident memory in MiB (all processes of a subject)")
    rows = [
        [
            "memory",
            name,
            number(figures["idle_mib"]),
            number(figures["loaded_mib"]),
            number(figures["streams_1000_mib"]),
            number(figures["peak_mib"]),
        ]
        for name, figures in memory.items()
    ]
    print_table(["", "subject", "idle", "after load", "1,000 streams", "peak"], rows)


def print_counts(counts):
    if not counts:
        return
    print("Per request, counted (1.3 KB, plain; user space only)")
    fields = ["instructions", "retains", "releases", "allocations", "allocated_bytes", "allocations_per_frame"]
    rows = [["counts", name, *(number(figures.get(field), 1) for field in fields)] for name, figures in counts.items()]
    print_table(
        ["", "subject", "instructions", "retains", "releases", "allocations", "bytes allocated", "allocations/frame"],
        rows,
    )


def print_failover(figures):
    """`figures` as failover.figures gives them."""
    if not figures:
        return
    print("Failover: from the first model's fault to the first byte of the substitute's answer, one request at a time")
    print("refused, open and healthy count from the request; ratio of p50, paired within each round [min..max]")
    rows = [
        [
            f"{row.mode}, {row.first}",
            row.proxy,
            row.requests,
            number(row.fault_p50_us, 0),
            number(row.fault_p99_us, 0),
            number(row.request_p50_us, 0),
            number(row.request_p99_us, 0),
            spread(row.ratios),
            row.faults,
        ]
        for row in figures
    ]
    head = ["first model", "subject", "requests", "from fault: p50 us", "p99 us", "from request: p50 us", "p99 us"]
    print_table([*head, "ratio to nginx", "faults"], rows)


def print_features(rounds):
    """`rounds` as features.measure gives them."""
    if not any(rounds.values()):
        return
    print("A healthy path with the features of failover on and off, and with recalls that do not touch it: instructions per")
    print("request of the event loop, user space, same build")
    rows = []
    for load, results in rounds.items():
        for name in results[0]:
            ratios = features.ratios(results, name) if name != "off" else []
            rows.append([load, name, number(features.instructions(results, name), 0), spread(ratios, 3)])
    print_table(["load", "features", "instructions", "on / off"], rows)


def print_bars(bars):
    print("Bars")
    for bar in bars:
        sign = "<" if bar.strict else "<="
        outcome, limit = bar.outcome.upper(), f"bar: {sign} {bar.limit:g}"
        print(f"  {outcome:<13} {bar.name}: {number(bar.seen, 2)} ({limit}) {bar.note}".rstrip())
    print()


def lane_entries(lanes):
    """`lanes[]` of latest.json. A stream counts as a request, and its p50 and p99 are the time to its first frame."""
    entries = []
    for lane, rounds in lanes.items():
        for name in rounds[0] if rounds else []:
            p50, p99 = ("first_frame_p50_us", "first_frame_p99_us") if lane.stream else ("p50_us", "p99_us")
            same = name.removesuffix("-messages")
            ratio = 1.0 if name == "nginx" else median(paired_ratios(rounds, "cpu_us_per_request", name))
            entries.append(
                {
                    "lane": lane.name,
                    "concurrency": lane.concurrency,
                    "proxy": name,
                    "requests_per_second": median(column(rounds, name, "per_second")),
                    "cpu_us_per_request": median(column(rounds, name, "cpu_us_per_request")),
                    "ratio_to_nginx": ratio,
                    "ratio_to_same_dialect": median(paired_ratios(rounds, "cpu_us_per_request", name, same))
                    if name != same
                    else None,
                    "p50_us": median(column(rounds, name, p50)),
                    "p99_us": median(column(rounds, name, p99)),
                }
            )
    return entries


def memory_entries(memory):
    fields = ("idle_mib", "loaded_mib", "streams_1000_mib")
    return {name: {field: figures[field] for field in fields} for name, figures in memory.items()}


def failover_entries(figures):
    """`failover[]` of latest.json."""
    return [
        {
            "mode": row.mode,
            "first_model": row.first,
            "proxy": row.proxy,
            "requests": row.requests,
            "faults": row.faults,
            "fault_p50_us": row.fault_p50_us,
            "fault_p99_us": row.fault_p99_us,
            "request_p50_us": row.request_p50_us,
            "request_p99_us": row.request_p99_us,
            "ratio_to_nginx": median(row.ratios),
        }
        for row in figures
    ]


def features_entries(rounds):
    """`features` of latest.json: instructions per request for each load and variant."""
    return {
        load: {name: features.instructions(results, name) for name in results[0]}
        for load, results in rounds.items()
        if results
    }
