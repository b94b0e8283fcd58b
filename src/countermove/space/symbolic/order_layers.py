"""In which order the options of a whole of layers lie: layer by layer.

What a decision maker likes in one layer hangs on that layer's options alone, so diagrams that read the
layers one after the other remember between two layers no more than how the comparison stands so far.
"""

from __future__ import annotations

from collections.abc import Sequence

from countermove.model import Model
from countermove.space.symbolic.diagrams import Diagram
from countermove.space.symbolic.options import OptionBits
from countermove.space.symbolic.order import order_of

__all__ = ["LayeredOrder"]


class LayeredOrder:
    """The order of a whole's variables; see `OptionBits.arrange`.

    Parameters
    ----------
    model : Model
        A model of layers.
    """

    def __init__(self, model: Model) -> None:
        self.labels = [dm.label for dm in model.decision_makers]
        self.layers = [(layer, order_of(layer.model)) for layer in model.layers]
        self.options = range(len(model.options))
        self.layer_of = {
            place: k for k, (layer, _) in reversed([*enumerate(self.layers)]) for place in layer.places
        }

    def for_dm(self, dm: int, bits: Sequence[Diagram], options: OptionBits) -> list[int]:
        """Return the options in their order for the verdicts of one decision maker.

        The layer that counts most for it comes first, and within a layer the order that is the layer's own.

        Parameters
        ----------
        dm : int
            Its index.
        bits : sequence of Diagram
            How it likes a state, in binary, the highest bit first.
        options : OptionBits
            How states are written.
        """
        speaks_of = dict.fromkeys(self._layer_of(bit, options) for bit in bits)
        layers = dict.fromkeys([*speaks_of, *range(len(self.layers))])
        placed = [option for number in layers for option in self._options(number, dm)]
        return [*placed, *(option for option in self.options if option not in self.layer_of)]

    def _layer_of(self, bit: Diagram, options: OptionBits) -> int:
        """Return the first layer that a bit speaks of; the first of all for the whole's own options."""
        return min((self.layer_of.get(option, 0) for option in options.in_use(bit)), default=0)

    def _options(self, number: int, dm: int) -> list[int]:
        """Return a layer's options in its own order, without those that lie in an earlier one."""
        layer, order = self.layers[number]
        labels = [each.label for each in layer.model.decision_makers]
        here = self.labels[dm]
        own = order.for_dm(labels.index(here)) if here in labels else order.at_first()
        places = [layer.places[option] for option in own]
        return [place for place in places if self.layer_of[place] == number]
