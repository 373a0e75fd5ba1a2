"""paraneo helps clinicians recognise paraneoplastic syndromes early.

>>> import paraneo
>>> case = paraneo.load_case('''
... paraneo: 1
... id: example
... age: 58
... sex: female
... onset: 6 weeks
... findings: [gait ataxia, dysarthria, nystagmus]
... ''')
>>> paraneo.assess(case).conditions[0].id
'cerebellar-degeneration'
"""

from paraneo.api import CaseError, assess, load_case
from paraneo.version import __version__

__all__ = ["CaseError", "__version__", "assess", "load_case"]
