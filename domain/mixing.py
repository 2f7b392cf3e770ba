"""The last step of ``suicha-match/1``: walk among the equally good seatings until only chance decides.

Each move passes work along a chain of inspectors, round in a circle or from one who has a task more to one
who has one less. Every move is proposed as often as its reverse, so in the long run all seatings are equally
likely.
"""

from domain.chance import Chance
from domain.seating import Seating

SWEEPS = 10
AT_LEAST = 600  # moves, for the few seats of a small matching
LONGEST = 16  # inspectors in one chain
Move = tuple[int, int, int]  # task, who leaves, who comes


def mix(seating: Seating, chance: Chance) -> None:
    """About ten sweeps of random moves over the seats, more where there are few of them."""
    seats = [(task, place) for task, team in enumerate(seating.teams) for place in range(len(team))]
    most = max(map(len, seating.tasks_of), default=0)
    for _ in range(max(SWEEPS * len(seats), AT_LEAST) if seats else 0):
        task, place = seats[chance.below(len(seats))]
        moves = _propose(seating, chance, most, task, seating.teams[task][place])
        if moves and _keeps_rules(seating, moves):
            _apply(seating, moves)


def _propose(seating: Seating, chance: Chance, most: int, task: int, leaver: int) -> list[Move] | None:
    """A chain that starts where ``leaver`` leaves ``task``; ``None`` when it comes to nothing."""
    below, tasks_of = chance.below, seating.tasks_of
    start, level = leaver, len(tasks_of[leaver])
    circle = below(2)
    met = {start}
    moves: list[Move] = []
    while len(moves) < LONGEST:
        back = bool(circle and moves and below(2))
        if back:
            comer = start
        else:
            pool = seating.pools[seating.eligible[task]]
            comer = pool[below(len(pool))]
        if (comer in met and not back) or comer in seating.teams[task]:
            return None
        moves.append((task, leaver, comer))
        if back or (not circle and _ends(seating, comer, level) and below(2)):
            return moves
        met.add(comer)
        pick = below(most)
        if pick >= len(tasks_of[comer]):
            return None
        task, leaver = tasks_of[comer][pick], comer
    return None


def _ends(seating: Seating, comer: int, level: int) -> bool:
    return seating.load(comer) == level - 1 and seating.free(comer)


def _keeps_rules(seating: Seating, moves: list[Move]) -> bool:
    last_task, _, last = moves[-1]
    if last not in seating.members[seating.eligible[last_task]]:
        return False
    changed: dict[int, list[int]] = {}
    for task, leaver, comer in moves:
        team = changed.setdefault(task, list(seating.teams[task]))
        team[team.index(leaver)] = comer
    return all(seating.fits(task, team) for task, team in changed.items())


def _apply(seating: Seating, moves: list[Move]) -> None:
    for task, leaver, comer in moves:
        seats, left = seating.teams[task], seating.tasks_of[leaver]
        seats[seats.index(leaver)] = comer
        left.remove(task)
        seating.tasks_of[comer].append(task)
