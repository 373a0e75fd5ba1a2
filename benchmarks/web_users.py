"""Users of the workbench for locust, which benchmarks/web.py starts: each types cases, key by key, without a pause.

locust -f benchmarks/web_users.py --headless --users 50 --host http://127.0.0.1:8737
"""

from __future__ import annotations

import json

from locust import HttpUser, between, task

TYPED = (
    "gait ataxia", "double vision", "no fever", "dysarthria", "weight loss", "anti-hu", "small cell", "seizure",
    "memory loss", "no headache", "sodium 121 (135-145)", "numbness", "dry mouth", "weakness of the legs",
)  # fmt: skip
AS_SENT = {"HX-Request": "true"}


class Typing(HttpUser):
    """One person: a suggestion for each key, the case and its result for each entry."""

    wait_time = between(0.2, 0.4)  # three keys a second

    @task
    def enter_a_case(self) -> None:
        """Each entry is chosen as its words say; after the last a new case begins."""
        case = {"paraneo": 1, "id": "case-1", "age": 62, "sex": "female"}
        findings: list[str] = []
        for words in TYPED:
            for length in range(2, len(words) + 1):
                self.client.post("/suggest", {"q": words[:length]}, headers=AS_SENT, name="suggestions")
                self.wait()
            sent = {"case": json.dumps(case | {"findings": findings}), "do": f"add findings {json.dumps(words)}"}
            self.client.post("/case", sent, headers=AS_SENT, name="case and result")
            findings.append(words)
            self.wait()
