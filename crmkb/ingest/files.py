"""From what the user names to the files that are read: folders walked, names told apart, doubles dropped."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crmkb.errors import CrmkbError, InputError, UsageError
from crmkb.ingest.readers import FORMATS, supported
from crmkb.strings import say
from crmkb.text.normalize import normalize

STDIN = "-"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    Attributes
    ----------
    path
        Where it is; None for standard input.
    shown
        The path as it was given, `-` for standard input.
    name
        Name of its source.
    """

    path: Path | None
    shown: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to read.

    Attributes
    ----------
    files
        In the order given, those of a folder by their names.
    notes
        Sentences about what was skipped or told apart.
    errors
        Inputs that cannot be read.
    """

    files: tuple[InputFile, ...]
    notes: tuple[str, ...]
    errors: tuple[CrmkbError, ...]


def find_files(paths: Sequence[str | Path], *, source_name: str | None = None) -> Found:
    """Find the files that are to be read.

    Parameters
    ----------
    paths
        Files, folders (walked to the bottom), `-` for standard input.
    source_name
        Name of the source, for a single file; None takes the file's name without its folder.

    Returns
    -------
    Found
        Each file once. Hidden files and folders and Office's lock files are left out of folders; files of other
        formats are counted in a note there, and an error where they were named themselves. Different files of one name
        are told apart by the names of their folders; of files equal in name and content the first is kept.

    Raises
    ------
    UsageError
        If nothing is given, or `source_name` with more than one file.
    """
    if not paths:
        raise UsageError("ingest.nothing_given")
    files: list[InputFile] = []
    errors: list[CrmkbError] = []
    skipped: list[Path] = []
    seen: set[Path | None] = set()
    for given in paths:
        for found in _at(given, skipped):
            if isinstance(found, CrmkbError):
                errors.append(found)
            elif (own := found.path and found.path.resolve()) not in seen:
                seen.add(own)
                files.append(found)
    files, notes = _told_apart(files, errors)
    if source_name is not None:
        if len(files) > 1:
            raise UsageError("ingest.one_source_name", name=source_name, n=len(files))
        name = unicodedata.normalize("NFC", source_name)
        files, notes = [replace(file, name=name) for file in files], []
    if skipped:
        named = ", ".join(path.name for path in skipped[:_NAMED]) + (" …" if len(skipped) > _NAMED else "")
        notes.append(say("ingest.skipped_files", n=len(skipped), names=named))
    return Found(tuple(files), tuple(notes), tuple(errors))


def _at(given: str | Path, skipped: list[Path]) -> Iterator[InputFile | CrmkbError]:
    """Yield the files at one input, or what is wrong with it; adds files of other formats to `skipped`."""
    shown = str(given)
    if shown == STDIN:
        yield InputFile(None, STDIN, "stdin")
        return
    path = Path(given)
    if path.is_dir():
        yield from _in_folder(path, shown, skipped)
    elif not path.exists():
        yield InputError("ingest.missing", path=shown)
    elif not path.is_file():
        yield InputError("ingest.not_a_file", path=shown)
    elif path.suffix.lower() not in FORMATS:
        yield InputError("ingest.unsupported", path=shown, suffix=path.suffix or path.name, supported=supported())
    else:
        yield InputFile(path, shown, _source_name(path.name))


def _in_folder(folder: Path, shown: str, skipped: list[Path]) -> Iterator[InputFile | CrmkbError]:
    """Yield the files under a folder, files before folders, each by name; links that lead back are not followed."""
    waiting = [folder]
    walked: set[Path] = set()
    empty = True
    while waiting:
        at = waiting.pop()
        if (own := at.resolve()) in walked:
            continue
        walked.add(own)
        try:
            entries = sorted(at.iterdir(), key=lambda entry: (_source_name(entry.name), entry.name))
        except OSError as error:
            yield InputError("ingest.unreadable", path=str(at), reason=error.strerror)
            empty = False
            continue
        entries = [entry for entry in entries if not entry.name.startswith((".", "~$", "__MACOSX"))]
        waiting += reversed([entry for entry in entries if entry.is_dir()])
        for entry in entries:
            if not entry.is_file():
                continue
            if entry.suffix.lower() in FORMATS:
                empty = False
                yield InputFile(entry, str(entry), _source_name(entry.name))
            else:
                skipped.append(entry)
    if empty:
        yield InputError("ingest.nothing_in_folder", path=shown, supported=supported())


def _source_name(name: str) -> str:
    """Return a file name in NFC without control and bidi characters, which could make it look like another."""
    return normalize(name).text.replace("\n", "")


def _told_apart(files: list[InputFile], errors: list[CrmkbError]) -> tuple[list[InputFile], list[str]]:
    """Drop doubles and give different files of one name different names; adds unreadable files to `errors`."""
    notes: list[str] = []
    groups: defaultdict[str, list[InputFile]] = defaultdict(list)
    for file in files:
        groups[file.name].append(file)
    renamed: dict[InputFile, InputFile] = {}
    for name, group in groups.items():
        if len(group) == 1:
            renamed[group[0]] = group[0]
            continue
        kept = _different(group, notes, errors)
        names = _with_folders(kept) if len(kept) > 1 else [name] * len(kept)
        renamed |= {file: replace(file, name=new) for file, new in zip(kept, names, strict=True)}
        if len(kept) > 1:
            notes.append(say("ingest.same_name", name=name, n=len(kept), names=", ".join(names)))
    return [renamed[file] for file in files if file in renamed], notes


def _different(group: list[InputFile], notes: list[str], errors: list[CrmkbError]) -> list[InputFile]:
    """Keep the first of files with equal bytes."""
    first: dict[str, InputFile] = {}
    for file in group:
        if file.path is None:
            first[STDIN] = file
            continue
        try:
            with file.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            errors.append(InputError("ingest.unreadable", path=file.shown, reason=error.strerror))
            continue
        if digest in first:
            notes.append(say("ingest.same_bytes", path=_in_its_folder(file), first=_in_its_folder(first[digest])))
        else:
            first[digest] = file
    return list(first.values())


def _in_its_folder(file: InputFile) -> str:
    """Name a file by its folder and name: enough to tell two apart, and no path of a machine."""
    return "/".join(Path(file.shown).parts[-2:])


def _with_folders(files: list[InputFile]) -> list[str]:
    """Name files by as many of their folders as it takes to tell them apart."""
    parts = [(*(file.path.resolve().parent.parts if file.path else ()), file.name) for file in files]
    depth = 2
    while len({part[-depth:] for part in parts}) < len(parts) and depth < max(map(len, parts)):
        depth += 1
    return ["/".join(map(_source_name, part[-depth:])) for part in parts]
