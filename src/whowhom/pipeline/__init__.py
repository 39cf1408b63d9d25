"""The pipeline: one document in, its coding out."""

from whowhom.pipeline.run import Pipeline

__all__ = ["Pipeline"]
