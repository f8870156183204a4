"""What the taggers in Java have in common: they tag many texts at a time, and one text is many with one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from crmkb.korean.tagging.java_batch import batches
from crmkb.korean.words import Tagged, Unit, cover


class JavaTagger(ABC):
    """A tagger of KoNLPy that runs in Java.

    Attributes
    ----------
    name
        With its version.
    """

    name: str

    @abstractmethod
    def units_of(self, texts: Iterable[str]) -> Iterator[list[Unit]]:
        """Yield the units of each text.

        Parameters
        ----------
        texts
            Any texts, any number; some hundred are read at a time, for one call into Java.

        Yields
        ------
        list[Unit]
            One list a text, in order, without overlap; white space, controls and invisible signs are in none.

        Raises
        ------
        CrmkbError
            If Java fails, or has started before this process was forked.
        """

    def units(self, text: str) -> Iterator[Unit]:
        """Yield the units of one text, as `units_of` does."""
        yield from next(self.units_of([text]))

    def tagged(self, text: str) -> Tagged:
        """Cut a text into words that cover it."""
        return next(self.tagged_all([text]))

    def tagged_all(self, texts: Iterable[str]) -> Iterator[Tagged]:
        """Cut texts into words that cover them; some hundred texts are read at a time."""
        for batch in batches(texts):
            yield from map(cover, batch, self.units_of(batch))
