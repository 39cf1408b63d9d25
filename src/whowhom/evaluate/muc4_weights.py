"""Weights of the decision which candidates fill a MUC-4 role, made by ``tools/fit_muc4.py``."""

from __future__ import annotations

MIN_PROBABILITY = {"PerpInd": 0.3, "PerpOrg": 0.3, "Target": 0.3, "Victim": 0.3, "Weapon": 0.3}
WEIGHTS = {"one": -1.5, "score": 0.75, "read": 0.5, "coded": 0.5}
