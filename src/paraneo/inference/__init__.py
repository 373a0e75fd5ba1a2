"""The joint distribution of conditions, antibodies, tumours and findings, and what a case makes of it."""
