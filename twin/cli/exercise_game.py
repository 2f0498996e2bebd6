"""The command that deals a game of a quarter of an hour and judges it: exercise game."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.options import AsJson, Seed, print_json

if TYPE_CHECKING:
    from twin.exercise.spec import DecisionCard

Choices = Annotated[
    str, typer.Option("--choose", metavar="A,B,...", help="Options in the order of the cards; asked for when left out.")
]


def game_command(seed: Seed = 1, choose: Choices = "", as_json: AsJson = False) -> None:
    """Play a story drawn at random, alone, in a quarter of an hour; the simulation says what your choices saved."""
    from twin.exercise.game import chooser, deal, judge, loss_of, play_game
    from twin.lab.find import find
    from twin.lab.loader import load_story

    game = deal(seed)
    exercise = game.loaded.exercise
    given = [word.strip() for word in choose.split(",") if word.strip()]
    if not as_json:
        typer.echo(f"{exercise.title}. {exercise.summary}")
    played = play_game(game, chooser(game, given) if given or as_json else _ask)
    score = judge(game, loss_of(played))
    chosen = {event.ref: event.body["option"] for event in played.events if event.kind == "decided"}
    if as_json:
        print_json({"seed": seed, "story": exercise.twin.story, "chosen": chosen, "score": asdict(score)})
        return
    typer.echo(f"\nIt was: {load_story(exercise.twin.story).title} ({find('story', exercise.twin.story).parent})")
    typer.echo(f"you lost {score.loss_eur:,.0f} EUR, nobody acting loses {score.nobody_eur:,.0f} EUR")
    typer.echo(f"the best plain way ({score.best}) loses {score.best_eur:,.0f} EUR")
    typer.echo(f"{score.points} of 100 points")
    typer.echo(f"next   twin exercise game --seed {seed + 1}")


def _ask(card: DecisionCard) -> str:
    """Put the card to whoever sits at the terminal."""
    typer.echo(f"\n{card.title}. {card.text}")
    for number, option in enumerate(card.options, 1):
        typer.echo(f"  {number}  {option.label}")
    number = 0
    while not 1 <= number <= len(card.options):
        number = int(typer.prompt(f"Your choice, 1 to {len(card.options)}", type=int))
    return card.options[number - 1].id
