from shared.clock import now

print("orders", now())
