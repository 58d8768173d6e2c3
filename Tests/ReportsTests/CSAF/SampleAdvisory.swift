import JSON

/// Valid documents that tests spoil: the recall of a model, as a document about exploitability (VEX), which most rules are for.
enum SampleAdvisory {
    static func recall() throws -> JSONValue { try JSONValue(json: text) }

    /// The same as an advisory about a weakness.
    static func security() throws -> JSONValue {
        try recall().with("/document/category", .string("csaf_security_advisory"))
    }

    /// What has happened, with no vulnerability.
    static func informational() throws -> JSONValue {
        try recall().with("/document/category", .string("csaf_informational_advisory")).with("/vulnerabilities", nil)
    }

    /// A history of several revisions, as `date number` each, and the document's own version.
    static func history(_ revisions: [String], version: String, status: String = "final") throws -> JSONValue {
        let items = revisions.map { revision -> JSONValue in
            let parts = revision.split(separator: " ").map(String.init)
            return .object(
                ("date", .string(parts[0].contains("T") ? parts[0] : "2026-06-\(parts[0])T08:00:00Z")),
                ("number", .string(parts[1])),
                ("summary", .string("A revision."))
            )
        }
        return try recall().with("/document/tracking/revision_history", .array(items))
            .with("/document/tracking/version", .string(version))
            .with("/document/tracking/status", .string(status))
    }

    private static let text = #"""
        {
          "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "lang": "en",
            "title": "Recall of the model aurora/harbour-3: its safety policy is got round",
            "aggregate_severity": {"text": "Class I", "namespace": "https://gateway.example/recall-class"},
            "distribution": {"tlp": {"label": "WHITE", "url": "https://www.first.org/tlp/"}},
            "publisher": {
              "category": "user",
              "name": "Model operations, North Bank",
              "namespace": "https://bank.example"
            },
            "notes": [{"category": "summary", "text": "The model serves nobody. A certified substitute answers."}],
            "references": [
              {"category": "self", "summary": "This document", "url": "https://bank.example/csaf/2026/hf-rc-2026-0011.json"},
              {"category": "external", "summary": "Proof of the order", "url": "https://bank.example/log/4711.tlog-proof"}
            ],
            "tracking": {
              "id": "HF-RC-2026-0011",
              "status": "final",
              "version": "2",
              "initial_release_date": "2026-06-12T21:30:00.000Z",
              "current_release_date": "2026-06-13T09:00:00.000Z",
              "generator": {"engine": {"name": "Holdfast", "version": "0.1.0"}, "date": "2026-06-13T08:59:59Z"},
              "revision_history": [
                {"date": "2026-06-12T21:30:00.000Z", "number": "1", "summary": "First notice."},
                {"date": "2026-06-13T09:00:00.000Z", "number": "2", "summary": "The substitute was tried."}
              ]
            }
          },
          "product_tree": {
            "branches": [
              {
                "category": "vendor",
                "name": "Aurora",
                "branches": [
                  {
                    "category": "product_name",
                    "name": "harbour-3",
                    "branches": [
                      {
                        "category": "product_version",
                        "name": "2026-06-09",
                        "product": {
                          "product_id": "MODEL-A",
                          "name": "Aurora harbour-3 2026-06-09",
                          "product_identification_helper": {
                            "x_generic_uris": [
                              {"namespace": "https://gateway.example/ns/lineage", "uri": "lineage:aurora/harbour-3@2026-06-09"}
                            ]
                          }
                        }
                      }
                    ]
                  }
                ]
              },
              {
                "category": "vendor",
                "name": "Borealis",
                "branches": [
                  {
                    "category": "product_name",
                    "name": "skiff-4",
                    "product": {
                      "product_id": "MODEL-B",
                      "name": "Borealis skiff-4",
                      "product_identification_helper": {
                        "purl": "pkg:huggingface/borealis/skiff-4@4.8",
                        "cpe": "cpe:2.3:a:borealis:skiff-4:4.8:*:*:*:*:*:*:*",
                        "hashes": [
                          {
                            "filename": "skiff-4.safetensors",
                            "file_hashes": [
                              {"algorithm": "sha256", "value": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                            ]
                          }
                        ]
                      }
                    }
                  }
                ]
              }
            ],
            "full_product_names": [{"product_id": "GATEWAY", "name": "Holdfast"}],
            "product_groups": [{"group_id": "PATHS", "product_ids": ["MODEL-A", "A-IN-GATEWAY"]}],
            "relationships": [
              {
                "category": "installed_with",
                "full_product_name": {"product_id": "A-IN-GATEWAY", "name": "harbour-3 behind Holdfast"},
                "product_reference": "MODEL-A",
                "relates_to_product_reference": "GATEWAY"
              }
            ]
          },
          "vulnerabilities": [
            {
              "title": "A request dressed as a code review is answered",
              "cwe": {"id": "CWE-1427", "name": "Improper Neutralization of Input Used for LLM Prompting"},
              "ids": [{"system_name": "Holdfast finding", "text": "HF-FD-2026-0031"}],
              "discovery_date": "2026-06-12T20:58:00.000Z",
              "notes": [{"category": "description", "text": "31 of 40 attempts succeeded; 5 % are allowed."}],
              "product_status": {
                "known_affected": ["MODEL-A", "A-IN-GATEWAY"],
                "known_not_affected": ["MODEL-B"],
                "recommended": ["MODEL-B"]
              },
              "threats": [
                {"category": "impact", "details": "None of 200 attempts succeeded.", "product_ids": ["MODEL-B"]}
              ],
              "involvements": [
                {"party": "user", "status": "completed", "date": "2026-06-12T21:00:00.000Z"},
                {"party": "vendor", "status": "open", "date": "2026-06-12T21:05:00.000Z"}
              ],
              "scores": [
                {
                  "products": ["MODEL-A"],
                  "cvss_v3": {
                    "version": "3.1",
                    "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N",
                    "attackVector": "NETWORK",
                    "baseScore": 8.2,
                    "baseSeverity": "HIGH"
                  }
                }
              ],
              "remediations": [
                {
                  "category": "workaround",
                  "details": "Ask skiff-4 instead (certificate HF-C-0042).",
                  "group_ids": ["PATHS"],
                  "restart_required": {"category": "none"}
                },
                {"category": "none_available", "details": "There is no corrected version.", "product_ids": ["MODEL-A"]}
              ]
            }
          ]
        }
        """#
}
