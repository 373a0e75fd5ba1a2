"""The knowledge base: what is known of paraneoplastic disease and its mimics, with the sources,
and its compiled form.
"""
