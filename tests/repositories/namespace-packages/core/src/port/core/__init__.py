BERTHS = (4, 7)
