"""The command line: thin. Every command asks a `Conflict` and shows a view."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from countermove import __version__
from countermove.cli import advising, analyzing, checking, comparing, evidence, learning, serving
from countermove.errors import CountermoveError, UsageError

__all__ = ["app", "run"]

INTERRUPTED = 130

app = typer.Typer(
    name="countermove",
    help="From documents to a checked conflict model to answers.\n\nBegin with: countermove demo",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"countermove {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Show the version and stop.", callback=_show_version, is_eager=True
    ),
) -> None:
    """Hold the option that stands before a command."""


def _guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns or raises into an exit code and, for errors, a message."""

    @functools.wraps(command)
    def run_guarded(*args: object, **kwargs: object) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read our output has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as error:
            if error.filename is None:  # standard output's, such as a full disk behind it
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                print(f"the output cannot be written: {error.strerror or error}", file=sys.stderr)
                code = 1
            else:
                place = f"'{error.filename}' cannot be reached: {error.strerror}"
                print(f"{place}; name another place", file=sys.stderr)
                code = UsageError.exit_code
        except CountermoveError as error:
            print(error, file=sys.stderr)
            code = error.exit_code
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            code = INTERRUPTED
        except MemoryError:
            print(
                "the memory of this machine does not suffice; leave options out of the model", file=sys.stderr
            )
            code = 5
        raise typer.Exit(code)

    return run_guarded


def _add(to: typer.Typer, commands: Sequence[Callable[..., int]]) -> None:
    for each in commands:
        # The docstring leads with an example; the list of commands shows what comes after it.
        summary = inspect.cleandoc(each.__doc__ or "").partition("\n\n")[2]
        to.command(each.__name__, short_help=summary)(_guarded(each))


for module in (analyzing, advising, comparing, checking, learning, serving):
    _add(app, module.COMMANDS)
_desk = typer.Typer(help=evidence.HELP, no_args_is_help=True, rich_markup_mode="markdown")
_add(_desk, evidence.COMMANDS)
app.add_typer(_desk, name="evidence")


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns
    -------
    int
        0 done; 1 the analysis or check says no; 2 wrong usage; 3 the model is invalid; 4 evidence
        did not verify; 5 a limit was reached; 130 interrupted.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(args=list(arguments), prog_name="countermove")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0
