"""Storage problems as one clear sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cagette_tui.i18n import _, ngettext
from cagette_tui.model.store import problems as storage
from cagette_tui.sentences.check import broken_sentence
from cagette_tui.sentences.journal import table_label
from cagette_tui.sentences.system import shown_name, shown_path, system_said
from cagette_tui.text import clip, visible

Sentence = Callable[[Any], str]
"""Says what is wrong, given the problem."""


def said(text: Callable[[], str]) -> Sentence:
    """Say the same whatever the problem tells, in the language of that moment."""
    return lambda _it: text()


def _unsound(it: storage.Unsound) -> str:
    text = ngettext(
        "{path} was not restored: {count} thing is broken in it. {first}",
        "{path} was not restored: {count} things are broken in it. First: {first}",
        it.count,
    )
    first = clip(broken_sentence(it.first), 150)
    return text.format(path=clip(visible(it.path), 80), count=it.count, first=first)


STORAGE_SENTENCES: dict[type[Exception], Sentence] = {
    storage.Busy: said(lambda: _("Somebody else is writing just now. Not done: try again.")),
    storage.ReadOnly: said(
        lambda: _("The database is read-only: nothing was changed. Ask who may write.")
    ),
    storage.DiskFull: said(
        lambda: _("The disk is full: nothing was changed. Make room, then repeat.")
    ),
    storage.ServerLost: said(
        lambda: _("The database's server does not answer. Not done: try again.")
    ),
    storage.TookTooLong: said(
        lambda: _(
            "The database's server stopped what took longer than it allows. Not done: try again, "
            "or ask who looks after the server (statement_timeout)."
        )
    ),
    storage.OutcomeUnknown: said(
        lambda: _(
            "The server was lost while this was being saved: it is not known whether it was done. "
            "Look before doing it again."
        )
    ),
    storage.DiskFailed: lambda it: _(
        "The disk failed ({detail}): not done. See whether it is full or broken, then try again."
    ).format(detail=system_said(it.detail)),
    storage.Damaged: lambda it: _(
        "The database cannot be read ({detail}): restore a backup."
    ).format(detail=system_said(it.detail)),
    storage.CannotOpen: lambda it: _("{path} cannot be opened: {detail}.").format(
        path=shown_path(it.path), detail=system_said(it.detail)
    ),
    storage.Missing: lambda it: _("There is no database at {path}; an import creates one.").format(
        path=shown_path(it.path)
    ),
    storage.Moved: lambda it: _(
        "{path} was moved, deleted or replaced meanwhile: not done. Leave and start again."
    ).format(path=shown_path(it.path)),
    storage.NotOurs: lambda it: _(
        "{path} is not a database of this program; it was left untouched. Give another path."
    ).format(path=shown_path(it.path)),
    storage.Stranger: lambda it: _(
        "{path} was not opened: something that is not of this program would act in it ({name}). "
        "Whoever put it there must remove it; otherwise restore a backup."
    ).format(path=clip(visible(it.path), 80), name=shown_name(it.name)),
    storage.NewerSchema: lambda it: _(
        "{path} was written by a newer version of this program ({migration}): update the program."
    ).format(path=shown_path(it.path), migration=shown_name(it.migration)),
    storage.SchemaChanged: said(
        lambda: _(
            "A newer version of this program has changed the database meanwhile: not done. "
            "Quit and start again."
        )
    ),
    storage.OlderSchema: lambda it: _(
        "{path} must be brought up to date first, but it cannot be written: ask who may."
    ).format(path=shown_path(it.path)),
    storage.AlreadyThere: lambda it: _(
        "{path} already exists, nothing was written: give another name."
    ).format(path=shown_path(it.path)),
    storage.NotCopied: lambda it: _(
        "No copy could be made at {path} ({detail}): choose another place."
    ).format(path=shown_path(it.path), detail=system_said(it.detail)),
    storage.CannotMigrate: lambda it: _(
        "{path} must be brought up to date, but it cannot be copied before ({detail}): "
        "it was left as it is."
    ).format(path=shown_path(it.path), detail=system_said(it.detail)),
    storage.InUse: lambda it: _(
        "Another program has {path} open: close it everywhere, then repeat."
    ).format(path=shown_path(it.path)),
    storage.Unsound: _unsound,
    storage.OnServer: said(
        lambda: _("A database on a server is copied by its own tools: pg_dump and pg_restore.")
    ),
    storage.CannotKeep: lambda it: _(
        "The database has no place for what was typed or read ({detail}): nothing was changed."
    ).format(detail=system_said(it.detail)),
    storage.NotEmpty: lambda it: _(
        "{path} is not empty: nothing was copied into it, and it is as it was."
    ).format(path=shown_path(it.path)),
    storage.CannotTake: lambda it: _(
        "{table} {first} to {last} cannot be copied ({detail}): nothing was copied."
    ).format(
        table=shown_name(table_label(it.table)),
        first=it.rows[0],
        last=it.rows[1],
        detail=system_said(it.detail),
    ),
    storage.CopyDiffers: lambda it: _(
        "{table} {number} would not be the same in the copy: nothing was copied."
    ).format(table=shown_name(table_label(it.table)), number=it.row),
    storage.BadUrl: lambda it: _(
        "{url} is not a database: give a path, sqlite:///PATH or postgresql://USER@HOST/NAME."
    ).format(url=shown_path(it.url) or "''"),
    storage.MissingDriver: lambda it: _(
        "The driver for {scheme} is not installed: install this program with its extra “postgres”."
    ).format(scheme=shown_name(it.scheme)),
}
