"""What to do next: emergencies, trust in antibody results, work-up, search for a tumour, treatment, follow-up.

The program names options with their reasons and sources. It orders nothing, and never says that a disease is excluded.
"""
