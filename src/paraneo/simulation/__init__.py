"""The model run forward: patients with their truth. Inference runs it backward; each tests the other."""
