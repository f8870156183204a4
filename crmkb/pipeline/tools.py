"""What the stages work with, loaded when first needed: the spaCy pipeline, the encoder, the taxonomy."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmkb.causes.learned import Learned
from crmkb.causes.model import CauseModel, taxonomy_sentences
from crmkb.causes.taxonomy import load_taxonomy
from crmkb.korean.lexicon.lexicon import Lexicon, packaged_lexicon, read_lexicon
from crmkb.korean.tagging.taggers import TAGGERS, check_tagger
from crmkb.pipeline.learning import learned_for
from crmkb.strings import say
from crmkb.vectors.encoders import ENCODERS, Encoder, check_encoder, default_encoder, make_encoder

if TYPE_CHECKING:
    from spacy.language import Language

    from crmkb.types import Taxonomy


BEST = next(iter(ENCODERS))
"""The encoder that runs wherever its packages have wheels."""

DEFAULT_TAGGER = next(iter(TAGGERS))
"""The tagger that needs no Java."""

PACKAGED = "packaged"
"""In place of a lexicon's folder: the packaged word lists alone, also for a base that remembers others."""


class Tools:
    """Loads each tool once; a job that needs none of them starts at once.

    Parameters
    ----------
    encoder
        Name of an encoder; None is the best that can run here.
    tagger
        Name of a tagger; None is the one that a base remembers (see `recall`), or Mecab.
    lexicon
        Folder of the user's word lists, read at once, or `packaged`; None is what a base remembers, or the packaged
        lists.

    Raises
    ------
    UsageError
        If there is no tagger or encoder of that name; the known ones are listed.
    MissingDependencyError
        If a package that the encoder needs is not installed here.
    InputError
        If the folder is missing or holds no list, or as `InputErrors` everything that is wrong with its lists.
    """

    def __init__(
        self, *, encoder: str | None = None, tagger: str | None = None, lexicon: str | Path | None = None
    ) -> None:
        if tagger is not None:
            check_tagger(tagger)
        if encoder is not None:
            check_encoder(encoder)
        self.encoder_choice = encoder or default_encoder()
        self.is_fallback = encoder is None and self.encoder_choice != BEST
        self.tagger_choice = tagger or DEFAULT_TAGGER
        self.lexicon_folder = str(lexicon) if lexicon is not None and lexicon != PACKAGED else ""
        self.lexicon = read_lexicon(Path(self.lexicon_folder)) if self.lexicon_folder else packaged_lexicon()
        self._asked = {"tagger": tagger is not None, "lexicon": lexicon is not None}
        self._recalled: list[str] = []

    def recall(self, recipe: str) -> None:
        """Take tagger and word lists as a base remembers them, except where others were asked for.

        Parameters
        ----------
        recipe
            As in `recipe`, before anything was loaded; `""` for a base that remembers nothing.
        """
        stored = json.loads(recipe or "{}")
        if not self._asked["tagger"] and stored.get("tagger", DEFAULT_TAGGER) != DEFAULT_TAGGER:
            self.tagger_choice = stored["tagger"]
            self._recalled.append("pipeline.recalled_tagger")
        if not self._asked["lexicon"] and stored.get("lexicon"):
            self.lexicon = Lexicon.from_bytes(stored["lexicon"].encode("utf-8"))
            self.lexicon_folder = stored["folder"]
            self._recalled.append("pipeline.recalled_lexicon")

    @property
    def recipe(self) -> str:
        """What it takes to make the same tokenizer again, as JSON; a base remembers it with its index."""
        own = self.lexicon.sha256 != packaged_lexicon().sha256
        stored = {
            "tagger": self.tagger_choice,
            "folder": self.lexicon_folder if own else "",
            # Packaged lists are not copied, so that a base without others follows them to a newer version.
            "lexicon": self.lexicon.to_bytes().decode("utf-8") if own else "",
        }
        return json.dumps(stored, ensure_ascii=False)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know of the tools: a second-best encoder, and what was recalled, not asked for."""
        fallback = (say("vectors.fallback", name=self.encoder_choice),) if self.is_fallback else ()
        facts: dict[str, Any] = {"tagger": self.tagger_choice, "folder": self.lexicon_folder, "packaged": PACKAGED}
        return (*fallback, *(say(key, **facts) for key in self._recalled))

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline."""
        from crmkb.korean.analyze import make_pipeline

        return make_pipeline(self.tagger_choice, self.lexicon)

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

    @cached_property
    def learned(self) -> Learned | None:
        """What the exemplar bank teaches, for this encoder; None where the taxonomy has causes that no bank knows."""
        return learned_for(self.taxonomy, self.encoder, self.nlp)
