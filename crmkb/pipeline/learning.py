"""The cause models at hand: the packaged one for the default encoder, for another learned once and kept."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from crmkb import __version__
from crmkb.causes.bank import Statement, bank_sha256, load_bank
from crmkb.causes.learned import Learned, Texts, dump, learn, load
from crmkb.korean.analyze import analyze
from crmkb.types import Passage, Taxonomy
from crmkb.vectors.cache_folder import cache_folder
from crmkb.vectors.encoders import Encoder

if TYPE_CHECKING:
    from spacy.language import Language

logger = logging.getLogger(__name__)

PACKAGED = files("crmkb") / "data" / "bank" / "model.npz"


def learned_for(taxonomy: Taxonomy, encoder: Encoder, nlp: Language) -> Learned | None:
    """Get what the bank teaches about a taxonomy's causes.

    Parameters
    ----------
    taxonomy
        The causes.
    encoder
        Makes the vectors that will be judged.
    nlp
        A pipeline of `crmkb.korean.analyze.make_pipeline`, for the words of the bank if there is something to learn.

    Returns
    -------
    Learned | None
        None where the bank has no statement of one of the causes, or fewer than two causes are asked for.

    Notes
    -----
    The packaged model serves its own encoder. For another one the models are learned, which takes about a minute, and
    kept in the user's cache folder; a cache that cannot be written costs that minute again.
    """
    bank = load_bank()
    codes = tuple(cause.code for cause in taxonomy.causes)
    if len(codes) < 2 or not set(codes) <= {statement.cause for statement in bank}:
        return None
    if (packaged := _fitting(PACKAGED.read_bytes() if PACKAGED.is_file() else b"", bank, codes, encoder)) is not None:
        return packaged
    key = hashlib.sha256(f"{__version__} {encoder.name} {bank_sha256(bank)} {codes}".encode()).hexdigest()[:16]
    kept = cache_folder() / f"causes-{key}.npz"
    if kept.is_file() and (found := _fitting(kept.read_bytes(), bank, codes, encoder)) is not None:
        return found
    learned = learn_from(bank, codes, encoder, nlp)
    _keep(kept, dump(learned))
    return learned


def learn_from(bank: Sequence[Statement], codes: Sequence[str], encoder: Encoder, nlp: Language) -> Learned:
    """Learn from statements: encode and analyze them first.

    Parameters
    ----------
    bank
        Statements.
    codes
        The causes to tell apart.
    encoder
        Makes their vectors.
    nlp
        Finds their words.

    Returns
    -------
    Learned
        As `crmkb.causes.learned.learn` gives it.
    """
    texts = [statement.text for statement in bank]
    return learn(bank, Texts(encoder.encode(texts), words_of(texts, nlp), texts), codes, encoder.name)


def words_of(texts: Iterable[str], nlp: Language) -> list[tuple[str, ...]]:
    """Find the lemmas of texts that are in no base."""
    passages = (Passage(str(i), "", 0, len(text), text) for i, text in enumerate(texts))
    return [analysis.terms.lemmas for analysis in analyze(nlp, passages)]


def _fitting(data: bytes, bank: Sequence[Statement], codes: Sequence[str], encoder: Encoder) -> Learned | None:
    if not data:
        return None
    found = load(data)
    asked = (tuple(sorted(codes)), encoder.name, bank_sha256(bank))
    return found if (found.codes, found.encoder, found.bank) == asked else None


def _keep(path: Path, data: bytes) -> None:
    """Write a file of the cache whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(data)
        Path(draft.name).replace(path)
    except OSError as error:
        logger.warning("%s: %s", path, error.strerror)
