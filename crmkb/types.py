"""The nouns: frozen types handed from stage to stage.

Read this file and `pipeline/stages.py`, and you know the system. Positions are Unicode code points, half-open, into the
text that the docstring names. Types with arrays carry `passage_ids`, so that rows are never matched by position alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

DocumentKind = Literal["article", "feedback", "interview", "minutes", "chat"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)

DecisionKind = Literal["rename", "recode"]
DECISION_KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)

NO_CAUSE = "NONE"
"""Code of the last column of `CauseScores`: the passage speaks of no failure cause."""

UNASSIGNED = -1
"""Label of a passage that belongs to no cluster."""


class Anchor(NamedTuple):
    """A place where the distance between two texts changes.

    From `here` on (until the next anchor) character `here + k` of the derived text stands at `there + k` of the
    original.
    """

    here: int
    there: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Way back from a derived text (stored) to the text it was made from (the file's).

    Attributes
    ----------
    anchors
        Places where the distance changes, rising in `here` and never falling in `there`; the first has `here` 0. Empty
        for an empty text.
    n_here
        Length of the derived text in code points.
    n_there
        Position in the original just behind the last character that the derived text covers.
    """

    anchors: tuple[Anchor, ...]
    n_here: int
    n_there: int


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, or what came from standard input.

    Attributes
    ----------
    name
        File name without its folder in NFC, or what `--source` says; with the folder's name before it where two
        different files of one call share a name. Identity of a survey across exports.
    path
        The path as it was given, `-` for standard input.
    sha256
        Hex digest of the bytes.
    encoding
        Python's name of the encoding that was found; `""` for formats that hold no plain text (xlsx).
    format
        Name of the reader: `txt`, `md`, `html`, `csv`, `tsv`, `xlsx`, `jsonl`.
    """

    name: str
    path: str
    sha256: str
    encoding: str
    format: str


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One text as a reader found it: a whole article, or one cell of a survey.

    Attributes
    ----------
    source
        The file it stands in.
    kind
        What sort of text; steers cutting and, later, redaction.
    title
        First line, page title or file name of an article; `""` for a comment.
    text
        The file's text (an article) or the cell's text (a comment), decoded and otherwise untouched.
    start, end
        The part of `text` that is the author's; what lies outside is web boilerplate, kept as provenance.
    row
        1-based number of the row among the file's data rows (header not counted); 0 for an article.
    source_id
        The input's own id, `""` where it has none.
    fields
        The row's other columns by the name they are stored under (`date`, `department`, `level`, `company`,
        `workshop` where recognised, else the header's own), in the order of the file.
    """

    source: Source
    kind: DocumentKind
    title: str
    text: str
    start: int
    end: int
    row: int = 0
    source_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One text of one author, as the base stores it: an article, or one comment.

    Attributes
    ----------
    id
        UUID that survives re-export: derived from what the text is, never from row order or folder.
    kind, title, row, source_id, fields
        As in `RawDocument`.
    text
        Normalised (NFC, no zero-width or control characters) and, for some kinds, redacted. Never changed once stored.
    source
        Name of the `Source`.
    offsets
        From `text` back to the file's (or cell's) text.
    cut_head, cut_tail
        Boilerplate before and after the text, as it stood in the file; `""` where nothing was cut.
    """

    id: str
    kind: DocumentKind
    title: str
    text: str
    source: str
    offsets: OffsetMap
    row: int = 0
    source_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    cut_head: str = ""
    cut_tail: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One observation: a comment, or one to a few sentences of an article.

    Attributes
    ----------
    id
        UUID derived from its document and offsets.
    document_id
        The `Document` it stands in.
    start, end
        Code points of the document's stored text, half-open.
    text
        The quote; always equal to `document.text[start:end]`.
    """

    id: str
    document_id: str
    start: int
    end: int
    text: str


class Token(NamedTuple):
    """One token of a passage: the smallest piece of its surface that covers whole morphemes.

    `start`, `end` are code points of the passage's text. `tag` is Sejong (`VV+EP` for a contraction), `pos` universal,
    `lemma` the morphemes joined by `+` where the tag has a `+`.
    """

    start: int
    end: int
    lemma: str
    tag: str
    pos: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a passage is counted and indexed.

    Attributes
    ----------
    passage_id
        The `Passage`.
    lemmas
        Content words in reading order: nouns in lower case, verbs and adjectives in dictionary form (늦다).
    phrases
        Noun phrases of two or more words in reading order, words separated by one blank.
    """

    passage_id: str
    lemmas: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A passage as the Korean layer sees it: its tokens without blanks, and its terms."""

    passage_id: str
    tokens: tuple[Token, ...]
    terms: Terms


@dataclass(frozen=True, slots=True)
class Cause:
    """One failure cause of a taxonomy.

    Attributes
    ----------
    code
        `C01` and so on; never used again for anything else.
    area
        Code of the area it belongs to, such as `A`.
    names, definitions
        By language, `ko` and `en`.
    include, exclude
        Korean sentences: what counts as this cause, what belongs elsewhere.
    subcauses
        Korean phrases, each a narrower form of the cause.
    lemmas
        Words that hint at it, as the Korean layer gives them (`Terms.lemmas`); several words are joined by one blank.
    countermeasures
        Korean phrases: what people do about it.
    sources
        Keys of `Taxonomy.sources`.
    """

    code: str
    area: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    subcauses: tuple[str, ...]
    lemmas: tuple[str, ...]
    countermeasures: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A curated list of failure causes.

    Attributes
    ----------
    id, version
        Name and version of the list, such as `crm-failure` and `1`.
    areas
        Area code to name by language.
    causes
        In the order of their codes; 1 or more.
    sources
        Short key to full citation.
    """

    id: str
    version: str
    areas: Mapping[str, Mapping[str, str]]
    causes: tuple[Cause, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class TermMatrix:
    """How often each passage uses each term.

    Attributes
    ----------
    passage_ids
        Rows.
    vocabulary
        Columns: terms in code point order.
    counts
        Whole numbers, shape (n_passages, n_terms).
    """

    passage_ids: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix


@dataclass(frozen=True, eq=False)
class Embedding:
    """Sentence vectors of unit length.

    Attributes
    ----------
    passage_ids
        Rows.
    vectors
        float32, shape (n_passages, n_dims); every row has length 1, a row of zeros stands for a text without content.
    encoder
        Id of the model that made them; vectors of different encoders never meet.
    """

    passage_ids: tuple[str, ...]
    vectors: npt.NDArray[np.float32]
    encoder: str


@dataclass(frozen=True, eq=False)
class CauseScores:
    """How much each passage speaks of each failure cause.

    Attributes
    ----------
    passage_ids
        Rows.
    codes
        Columns: codes of the taxonomy, last `NO_CAUSE`.
    scores
        float64 in 0..1, shape (n_passages, n_causes + 1). The last column is the score from which a cause counts,
        so that a passage has a cause where another column reaches the last one.
    probabilities
        float64 in 0..1, shape (n_passages, n_causes): each row sums to 1 less the probability of no cause; None where
        the scores are ranks alone.
    """

    passage_ids: tuple[str, ...]
    codes: tuple[str, ...]
    scores: npt.NDArray[np.float64]
    probabilities: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True, eq=False)
class Clustering:
    """What the algorithm found.

    Attributes
    ----------
    passage_ids
        Rows.
    labels
        Shape (n_passages,): 0, 1, ... without gaps; `UNASSIGNED` belongs to none.
    strengths
        float64 in 0..1, shape (n_passages,): share of a passage's graph weight that stays inside its cluster; 0 where
        unassigned.
    method
        Name of the algorithm.
    parameters
        Its settings, JSON-able, with the seed.
    """

    passage_ids: tuple[str, ...]
    labels: npt.NDArray[np.int64]
    strengths: npt.NDArray[np.float64]
    method: str
    parameters: Mapping[str, object]


class Keyphrase(NamedTuple):
    """A term shown to people, with its weight in the theme (above 0; only the order means something across themes)."""

    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class Theme:
    """A cluster with identity, name and description.

    Attributes
    ----------
    id
        UUID minted by the run that first proposed it; survives re-runs, rename and merge.
    name
        What people read; never the identity.
    cause
        Code of the failure cause it states; None when no cause has a third of its passages.
    keyphrases
        Heaviest first.
    exemplars
        Passage ids of representative quotes, best first.
    size
        Number of passages; 1 or more.
    weak
        True when the group is too small, or the corpus too short, for the theme to be more than a hint.
    """

    id: str
    name: str
    cause: str | None
    keyphrases: tuple[Keyphrase, ...]
    exemplars: tuple[str, ...]
    size: int
    weak: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """Passage + code + coder. The machine is a coder among others.

    Attributes
    ----------
    passage_id
        What was coded.
    code
        A code of the taxonomy.
    coder
        `machine` or a person's name.
    confidence
        0..1; 1 for people.
    reason
        Why, in a few words: matched lemmas, then the nearest sentence of the taxonomy with its cosine.
    """

    passage_id: str
    code: str
    coder: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a person decided; written once, never changed, replayed after every run.

    Attributes
    ----------
    id
        UUID.
    kind
        What sort of decision.
    target
        Id of the theme or passage it speaks of.
    payload
        What was decided, JSON-able; its keys depend on the kind.
    who
        Name of the person.
    when
        ISO 8601 in UTC.
    note
        Free text, `""` for none.
    """

    id: str
    kind: DecisionKind
    target: str
    payload: Mapping[str, object]
    who: str
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that no longer applies, with the reason; shown, never dropped."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What ran on what.

    Attributes
    ----------
    run_id
        UUID derived from the inputs, settings and versions, and the run before.
    inputs
        One mapping a source: name, path, sha256, encoding, documents.
    settings
        Options that shape the result, with the seed.
    versions
        Package, encoder, tagger, taxonomy and library versions.
    counts
        Documents, passages, themes, unassigned, passages with a cause.
    notes
        Sentences about what was skipped, cut, or could not be done.
    """

    run_id: str
    inputs: tuple[Mapping[str, object], ...]
    settings: Mapping[str, object]
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RunResult:
    """Everything that one run found, over the whole base.

    Attributes
    ----------
    manifest
        What ran on what.
    documents
        Those with a passage that counts (none replaced), by source name, row and id.
    passages
        In the order of the documents, then by position.
    clustering
        Rows in the order of `passages`; label k is `themes[k]`.
    themes
        Those with a failure cause first; within each the largest first.
    codings
        Machine and human codes in force, the strongest of a passage first.
    conflicts
        Decisions that could not be applied.
    """

    manifest: RunManifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    clustering: Clustering
    themes: tuple[Theme, ...]
    codings: tuple[Coding, ...]
    conflicts: tuple[Conflict, ...] = ()
