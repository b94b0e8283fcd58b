"""Questions about a directed graph given as ``{node: next nodes}``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

__all__ = ["closure", "components", "terminal_components"]

Edges = Mapping[int, Collection[int]]


def closure(start: Collection[int], edges: Edges) -> set[int]:
    """Return all nodes that can be reached from ``start``, itself included."""
    found, stack = set(start), list(start)
    while stack:
        for target in edges.get(stack.pop(), ()):
            if target not in found:
                found.add(target)
                stack.append(target)
    return found


def terminal_components(edges: Edges) -> Iterator[set[int]]:
    """Yield the strongly connected components that no edge leaves."""
    for component in components(edges):
        if all(target in component for member in component for target in edges.get(member, ())):
            yield component


def components(edges: Edges) -> Iterator[set[int]]:
    """Yield the strongly connected components, each after all that it leads to.

    Tarjan (1972), without recursion.
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    done: set[int] = set()
    for root in edges:
        work = [(root, iter(edges.get(root, ())))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target not in done:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    at = stack.index(node)
                    component = set(stack[at:])
                    del stack[at:]
                    done |= component
                    yield component
