from shared.clock import now

print("stock", now())
