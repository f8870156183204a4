"""What `benchmarks/themes.py` compares: each system as a function from vectors and words to a label a text.

Nothing but numpy is imported before a system runs: each has an environment of its own, most without `crmkb`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

UNASSIGNED = -1
AUTOMATIC, GOLD_K = "automatic", "gold k"
ITERATIONS = 200
"""Rounds of Gibbs sampling."""
SVD_DIMS = 100
KS = (*range(2, 21), 25, 30, 40, 50, 60, 80, 100)
"""Numbers of groups of which the best silhouette is taken, if that leaves five texts a group."""
JUDGED = 2000
"""Texts that a silhouette is taken over at most."""

Vectors = npt.NDArray[np.float32]


class Task(NamedTuple):
    """What every system is given: one row a text, how many themes (None: find out), and a seed.

    `ids` are names of the texts that stay in every sample; `word_vectors` are of the same encoder as `vectors`, for the
    words that stand in two or more texts.
    """

    ids: tuple[str, ...]
    vectors: Vectors
    words: Sequence[Sequence[str]]
    word_vectors: Mapping[str, Vectors]
    k: int | None
    seed: int

    @property
    def lines(self) -> list[str]:
        """The words of each text, joined by blanks."""
        return [" ".join(words) for words in self.words]


Fit = Callable[[Task], Sequence[int]]


class System(NamedTuple):
    """Where a system runs, what is imported before the clock starts, what it can do, and how."""

    environment: str
    modules: tuple[str, ...]
    modes: tuple[str, ...]
    fit: Fit


def crmkb_labels(task: Task) -> Sequence[int]:
    """Find our themes, by vectors and words alone."""
    from crmkb.themes.blend import blend_passages
    from crmkb.themes.cluster import find_clusters
    from crmkb.types import Embedding, Terms
    from crmkb.vectors.terms import count_terms

    terms = [Terms(own, tuple(line.split()), ()) for own, line in zip(task.ids, task.lines, strict=True)]
    embedding = blend_passages(Embedding(task.ids, task.vectors, "e5"), None, count_terms(terms).counts)
    labels: list[int] = find_clusters(embedding, n_themes=task.k, seed=task.seed).labels.tolist()
    return labels


def bertopic_labels(task: Task) -> Sequence[int]:
    """Run BERTopic with its defaults."""
    model, topics = _bertopic(task, _bertopic_hdbscan())
    del model
    return topics


def bertopic_reduced_labels(task: Task) -> Sequence[int]:
    """Run BERTopic with its defaults, then its `reduce_outliers`."""
    model, topics = _bertopic(task, _bertopic_hdbscan())
    if UNASSIGNED not in topics or set(topics) == {UNASSIGNED}:
        return topics  # it refuses to reduce none, and has no topic to move all to
    reduced: list[int] = [int(topic) for topic in model.reduce_outliers(task.lines, topics)]
    return reduced


def bertopic_kmeans_labels(task: Task) -> Sequence[int]:
    """Run BERTopic with k-means in the place of HDBSCAN."""
    from sklearn.cluster import KMeans

    return _bertopic(task, KMeans(n_clusters=task.k, n_init=10, random_state=task.seed))[1]


def _bertopic_hdbscan() -> object:
    """Make BERTopic's own HDBSCAN, in one process so that its time counts."""
    from hdbscan import HDBSCAN

    return HDBSCAN(
        min_cluster_size=10,
        metric="euclidean",
        cluster_selection_method="eom",
        prediction_data=True,
        core_dist_n_jobs=1,
    )


def _bertopic(task: Task, clusterer: object) -> tuple[Any, list[int]]:
    """Run BERTopic with its own UMAP, seeded; its `english` would delete all Hangul."""
    from bertopic import BERTopic
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=task.seed)
    model = BERTopic(language="multilingual", umap_model=reducer, hdbscan_model=clusterer)
    topics, _ = model.fit_transform(task.lines, embeddings=task.vectors)
    return model, [int(topic) for topic in topics]


def umap_hdbscan_labels(task: Task) -> Sequence[int]:
    """Follow UMAP's page on clustering: 30 neighbors, 2 dimensions, clusters of 0.7 % of the texts and at least 10."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    reducer = UMAP(n_neighbors=30, n_components=2, min_dist=0.0, metric="cosine", random_state=task.seed)
    places = reducer.fit_transform(task.vectors)
    size = max(10, round(0.007 * len(places)))
    labels: list[int] = HDBSCAN(min_samples=10, min_cluster_size=size, core_dist_n_jobs=1).fit_predict(places).tolist()
    return labels


class _KnownWords:
    """An encoder that looks vectors up."""

    def __init__(self, vectors: Mapping[str, Vectors]) -> None:
        self._vectors = vectors

    def encode(self, sentences: Sequence[str], **_: object) -> Vectors:
        return np.stack([self._vectors[word] for word in sentences])


def keynmf_labels(task: Task) -> Sequence[int]:
    """Run Turftopic's KeyNMF on the words that stand in ten texts (its default) or, of up to 1,000 texts, in two."""
    from sklearn.feature_extraction.text import CountVectorizer
    from turftopic import KeyNMF

    least = 10 if len(task.words) > 1000 else 2
    vectorizer = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, min_df=least)
    model = KeyNMF(
        task.k if task.k is not None else "auto",
        encoder=_KnownWords(task.word_vectors),
        vectorizer=vectorizer,
        random_state=task.seed,
    )
    return _strongest(model.fit_transform(task.lines, embeddings=task.vectors))


def tomotopy_labels(task: Task) -> Sequence[int]:
    """Run tomotopy's LDA, or without k its HDP; the strongest topic of each text."""
    import tomotopy

    model = tomotopy.HDPModel(seed=task.seed) if task.k is None else tomotopy.LDAModel(k=task.k, seed=task.seed)
    places = [place for place, words in enumerate(task.words) if words]
    for place in places:
        model.add_doc(task.words[place])
    model.train(ITERATIONS, workers=1)
    labels = [UNASSIGNED] * len(task.words)
    for place, document in zip(places, model.docs, strict=True):
        labels[place] = int(np.argmax(document.get_topic_dist()))
    return labels


def tfidf_labels(task: Task) -> Sequence[int]:
    """Run k-means on TF-IDF in 100 dimensions; without k, for each of `KS`, and take the best mean silhouette."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import silhouette_score
    from sklearn.preprocessing import normalize

    weights = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False).fit_transform(task.lines)
    reducer = TruncatedSVD(min(SVD_DIMS, *(side - 1 for side in weights.shape)), random_state=task.seed)
    places = normalize(reducer.fit_transform(weights))
    best, found = -np.inf, np.zeros(len(places), np.int64)
    for k in KS if task.k is None else (task.k,):
        if task.k is None and k > max(2, len(places) / 5):
            break
        labels = KMeans(k, n_init=10, random_state=task.seed).fit_predict(places)
        if task.k is not None:
            return [int(label) for label in labels]
        value = silhouette_score(places, labels, sample_size=min(JUDGED, len(places)), random_state=task.seed)
        if value > best:
            best, found = value, labels
    return [int(label) for label in found]


def _strongest(shares: npt.NDArray[np.float64]) -> list[int]:
    """Give the column with the largest share of each row; a row of zeros is unassigned."""
    labels: list[int] = np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), UNASSIGNED).tolist()
    return labels


OURS = "crmkb"
BOTH = (AUTOMATIC, GOLD_K)
_BERTOPIC = ("bertopic", "umap", "hdbscan", "sklearn.cluster")
_SKLEARN = ("sklearn.cluster", "sklearn.decomposition", "sklearn.feature_extraction.text", "sklearn.metrics")
SYSTEMS = {
    OURS: System(
        "crmkb",
        ("crmkb.themes.blend", "crmkb.themes.cluster", "crmkb.types", "crmkb.vectors.terms"),
        BOTH,
        crmkb_labels,
    ),
    "BERTopic": System("bertopic", _BERTOPIC, (AUTOMATIC,), bertopic_labels),
    "BERTopic, outliers reduced": System("bertopic", _BERTOPIC, (AUTOMATIC,), bertopic_reduced_labels),
    "BERTopic with KMeans": System("bertopic", _BERTOPIC, (GOLD_K,), bertopic_kmeans_labels),
    "UMAP + HDBSCAN": System("bertopic", _BERTOPIC[1:], (AUTOMATIC,), umap_hdbscan_labels),
    "Turftopic KeyNMF": System("turftopic", ("turftopic", "sklearn.feature_extraction.text"), BOTH, keynmf_labels),
    "tomotopy HDP": System("tomotopy", ("tomotopy",), (AUTOMATIC,), tomotopy_labels),
    "tomotopy LDA": System("tomotopy", ("tomotopy",), (GOLD_K,), tomotopy_labels),
    "TF-IDF + SVD + KMeans": System("scikit-learn", _SKLEARN, BOTH, tfidf_labels),
}
"""Every system by its name."""
PACKAGES = {
    "crmkb": ("crmkb", "igraph", "numpy", "scipy"),
    "bertopic": ("bertopic", "hdbscan", "numba", "numpy", "pynndescent", "scikit-learn", "umap-learn"),
    "turftopic": ("numpy", "scikit-learn", "torch", "turftopic"),
    "tomotopy": ("numpy", "tomotopy"),
    "scikit-learn": ("numpy", "scikit-learn", "scipy"),
}
"""The packages of each environment whose versions matter."""
OWN = ("crmkb", "scikit-learn")
"""Environments that are the one of the benchmark itself."""
