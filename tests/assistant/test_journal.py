import threading
from datetime import date
from pathlib import Path

from assistant.journal import Journal
from assistant.types import Usage

DAY = date(2033, 1, 2)


def test_what_is_settled_is_remembered_by_day(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.spent(DAY) == Usage()
    assert journal.reserve(DAY, 500, 0)
    journal.settle(DAY, 500, Usage(120, 30, 0.5, 1))
    journal.close()
    again = Journal(tmp_path)
    assert again.spent(DAY) == Usage(120, 30, 0.5, 1)
    assert again.spent(date(2033, 1, 3)) == Usage()


def test_no_two_threads_reserve_the_same_room(tmp_path: Path) -> None:
    got: list[bool] = []

    def reserve() -> None:
        got.append(Journal(tmp_path).reserve(DAY, 100, 350))

    threads = [threading.Thread(target=reserve) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(got) == [False] * 5 + [True] * 3
