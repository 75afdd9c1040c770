from port.core import BERTHS


def assign(ship):
    return f"berth {BERTHS[0]} for {ship}"
