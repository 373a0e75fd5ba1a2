"""The Human Phenotype Ontology: identifiers, labels, hierarchy, and what a typed word means in it."""

from paraneo.ontology.hpo import Ontology, Resolution, TermState, load_ontology
from paraneo.ontology.lexicon import Lexicon, normalise

__all__ = ["Lexicon", "Ontology", "Resolution", "TermState", "load_ontology", "normalise"]
