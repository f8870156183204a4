"""What the stages work with, loaded when first needed: the spaCy pipeline, the encoder, the taxonomy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from crmkb.causes.model import CauseModel, taxonomy_sentences
from crmkb.causes.taxonomy import load_taxonomy
from crmkb.strings import say
from crmkb.vectors.encoders import ENCODERS, Encoder, default_encoder, make_encoder

if TYPE_CHECKING:
    from spacy.language import Language

    from crmkb.types import Taxonomy


BEST = next(iter(ENCODERS))
"""The encoder that runs wherever its packages have wheels."""


class Tools:
    """Loads each tool once; a job that needs none of them starts at once.

    Parameters
    ----------
    encoder
        Name of an encoder; None is the best that can run here.
    tagger
        Name of a tagger.
    """

    def __init__(self, *, encoder: str | None = None, tagger: str = "mecab") -> None:
        self.encoder_choice = encoder or default_encoder()
        self.is_fallback = encoder is None and self.encoder_choice != BEST
        self.tagger_choice = tagger

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know of the tools: that the best encoder cannot run here."""
        return (say("vectors.fallback", name=self.encoder_choice),) if self.is_fallback else ()

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline."""
        from crmkb.korean.analyze import make_pipeline

        return make_pipeline(self.tagger_choice)

    @cached_property
    def tokenizer(self) -> str:
        """Name and versions of what makes tokens; a base remembers it with its index."""
        from crmkb.korean.analyze import tagger_name

        return tagger_name(self.nlp)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder."""
        return make_encoder(self.encoder_choice)

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The packaged taxonomy."""
        return load_taxonomy()

    @cached_property
    def cause_model(self) -> CauseModel:
        """The taxonomy made ready for the encoder."""
        return CauseModel(self.taxonomy, self.encoder.encode(taxonomy_sentences(self.taxonomy)), self.encoder.name)
