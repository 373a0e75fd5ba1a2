"""Renders an assessment; computes nothing."""
