"""What two dice can show."""

from collections import Counter

from tabulate import tabulate

sums = Counter(a + b for a in range(1, 7) for b in range(1, 7))
print(tabulate(sorted(sums.items()), headers=("sum", "ways")))
