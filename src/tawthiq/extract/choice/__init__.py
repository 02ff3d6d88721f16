"""Choices among what the rules propose, by small logistic models over named features."""
