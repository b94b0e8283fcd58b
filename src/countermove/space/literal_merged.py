"""A conflict in which some decision makers are merged into one player, as the definitions see it.

The references of the concepts take it as they take any conflict, and so decide what is stable in it.
How merged players move and compare states is our plainest reading: Kilgour, Hipel, Fang, Peng, Group
Decision and Negotiation 10 (2001) keep the members of a coalition apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countermove.space.literal import LiteralGame, may_change

__all__ = ["MergedGame", "player_label"]

Player = tuple[str, ...]


def player_label(members: Sequence[str]) -> str:
    """Return the label of a player: its members' labels, joined by ``+``."""
    return "+".join(members)


class MergedGame:
    """A conflict of players, each one decision maker or several: satisfies ``countermove.concepts.Game``.

    Parameters
    ----------
    game : LiteralGame
        The conflict of the decision makers.
    players : sequence of tuple of str
        Every decision maker's label once.
    """

    def __init__(self, game: LiteralGame, players: Sequence[Player]) -> None:
        self.game = game
        self.players = {player_label(each): each for each in players}
        self.decision_makers = tuple(self.players)
        self.states = game.states
        self._moves: dict[tuple[str, int], frozenset[int]] = {}

    def prefers(self, dm: str, one: int, other: int) -> bool:
        """Say whether every member prefers ``one`` to ``other``; nothing is offset between them."""
        return all(self.game.prefers(member, one, other) for member in self.players[dm])

    def joint(self, state: int, moves: Mapping[str, int]) -> int | None:
        """Return None: simultaneous answers of merged players are not defined here."""
        return None

    def moves(self, dm: str, state: int) -> frozenset[int]:
        """Return where a player can move: the members' options at once, to any feasible state.

        In graph form, which has no options, where legal sequences of the members' moves lead.
        """
        if (dm, state) not in self._moves:
            members = self.players[dm]
            if len(members) == 1:
                found = self.game.moves(members[0], state)
            elif self.game.model.graph_form:
                found = self._by_legal_sequences(members, state)
            else:
                found = frozenset(t for t in self.states if t != state and self._at_once(members, state, t))
            self._moves[dm, state] = found
        return self._moves[dm, state]

    def _at_once(self, members: Player, source: int, target: int) -> bool:
        """Say whether the members can change from one state to another by one joint change.

        What is forbidden to a member, by a requirement or otherwise, is forbidden to every joint change in
        which an option of its own changes. Whatever a member can do alone, the player can.
        """
        if any(target in self.game.moves(member, source) for member in members):
            return True
        options, before, after = (
            self.game.model.options,
            self.game.values(source),
            self.game.values(target),
        )
        changes = [each for each in zip(options, before, after, strict=True) if each[1] != each[2]]
        return all(
            option.owner in members
            and may_change(option, old, new)
            and not self.game.is_forbidden(option.owner, source, target)
            for option, old, new in changes
        )

    def _by_legal_sequences(self, members: Player, state: int) -> frozenset[int]:
        """Return R_H(s) without s: nobody moves twice in a row."""
        entered = {(t, j) for j in members for t in self.game.moves(j, state)}
        waiting = list(entered)
        while waiting:
            t, last = waiting.pop()
            new = {(u, j) for j in members if j != last for u in self.game.moves(j, t)} - entered
            entered |= new
            waiting += new
        return frozenset(t for t, _ in entered) - {state}
