"""Latent semantic analysis: character n-grams weighed by TF-IDF, then a singular value decomposition.

LSA learns from texts, but an encoder must give a text the same bits in any company. So fitting and encoding are two
steps: `fit_lsa` makes an encoder out of texts, once; what it learned never changes afterwards and stands, as a hash, in
the encoder's name, so that vectors of two fits never meet. Fitted on the corpus itself it finds the neighbors that
count almost as well as e5. Where no corpus is at hand yet, as in `make_encoder("lsa")`, it is fitted on the Korean
sentences of the packaged taxonomy: much weaker, but it needs nothing and knows the words of failing projects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd

from crmkb.errors import InputError

MAX_DIMS = 256
MAX_NGRAMS = 50_000
"""The n-grams used most are kept: enough for every text to have many, and the decomposition fits in 100 MB."""

_TAXONOMY = "data/taxonomy/crm-failure.yaml"


class LsaEncoder:
    """What `fit_lsa` learned: the weight of each n-gram, and its place in the space of topics.

    Parameters
    ----------
    ngrams
        Fitted on the texts.
    places
        Shape (n_ngrams, n_dims).
    """

    def __init__(self, ngrams: TfidfVectorizer, places: npt.NDArray[np.float32]) -> None:
        self.n_dims = places.shape[1]
        learned = hashlib.sha256("\n".join(ngrams.get_feature_names_out()).encode())
        learned.update(ngrams.idf_.tobytes())
        learned.update(places.tobytes())
        self.name = f"lsa/{learned.hexdigest()[:12]}"
        self._ngrams = ngrams
        self._places = places

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode texts.

        Parameters
        ----------
        texts
            Any number, any length.

        Returns
        -------
        NDArray[np.float32]
            Shape (n_texts, n_dims), rows of length 1. The same text gives the same bits in any company. A text that has
            no known n-gram says nothing, and gets the direction that all texts share: the first axis.
        """
        vectors = np.zeros((len(texts), self.n_dims), np.float32)
        vectors[:, 0] = 1
        if texts:
            sums = self._ngrams.transform(texts) @ self._places
            for i, row in enumerate(sums):
                length = np.linalg.norm(row)
                if length > 0:
                    vectors[i] = row / length
        return vectors


def fit_lsa(texts: Sequence[str], *, n_dims: int = MAX_DIMS, seed: int = 0) -> LsaEncoder:
    """Learn from texts which n-grams occur in the same places.

    Parameters
    ----------
    texts
        The corpus, in any order; repeated texts count once.
    n_dims
        Most columns, 1 or more; fewer where the corpus has fewer texts or n-grams.
    seed
        Of the decomposition's random start.

    Returns
    -------
    LsaEncoder
        The same for the same set of texts.

    Raises
    ------
    InputError
        If no text has a character other than white space.

    Notes
    -----
    N-grams of 1 to 3 characters inside words, counted as 1 + ln(count), times the inverse document frequency; rows of
    length 1; then the singular vectors of the largest values (Deerwester et al. 1990, JASIS 41(6), which uses words and
    whole counts) by a randomized method (Halko et al. 2011, SIAM Review 53(2)). Characters, because endings and spacing
    errors hide Korean words from a count of words. Cost: about 3 CPU-seconds for 10,000 short comments.

    Examples
    --------
    >>> lsa = fit_lsa(["교육이 짧다", "교육이 늦다", "점심이 맛있다"])
    >>> training, again, lunch = lsa.encode(["교육", "교육이", "점심"])
    >>> bool(training @ again > training @ lunch)
    True
    """
    known = sorted({text for text in texts if text.strip()})
    if not known:
        raise InputError("vectors.nothing_to_learn")
    ngrams = TfidfVectorizer(analyzer=ngrams_of, sublinear_tf=True, max_features=MAX_NGRAMS, dtype=np.float32)
    weights = ngrams.fit_transform(known)
    columns = min(n_dims, *weights.shape)
    _, _, axes = randomized_svd(weights, columns, random_state=seed)
    return LsaEncoder(ngrams, np.ascontiguousarray(axes.T, np.float32))


def ngrams_of(text: str) -> list[str]:
    """List the n-grams of 1 to 3 characters of each word.

    Parameters
    ----------
    text
        Any; capitals do not count.

    Returns
    -------
    list[str]
        Word by word; a blank stands for a word's start and its end.

    Examples
    --------
    >>> ngrams_of("CRM 늦")
    ['c', 'r', 'm', ' c', 'cr', 'rm', 'm ', ' cr', 'crm', 'rm ', '늦', ' 늦', '늦 ', ' 늦 ']
    """
    words = [f" {word} " for word in text.lower().split()]
    grams = (word[i : i + n] for word in words for n in (1, 2, 3) for i in range(len(word) + 1 - n))
    return [gram for gram in grams if gram != " "]


def packaged_sentences() -> list[str]:
    """Read what the packaged taxonomy says in Korean.

    Returns
    -------
    list[str]
        Sentences, phrases and words, in the order of its file.

    Examples
    --------
    >>> len(packaged_sentences()) > 100
    True
    """
    text = files("crmkb").joinpath(_TAXONOMY).read_text(encoding="utf-8")
    return [said for said in _strings(yaml.safe_load(text)) if any("가" <= letter <= "힣" for letter in said)]


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _strings(part)
