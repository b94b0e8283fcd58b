"""The workbench: a web page on one's own machine, over the models that are open."""

from countermove.web.application import application
from countermove.web.workspace import Workspace

__all__ = ["Workspace", "application"]
