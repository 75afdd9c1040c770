from shared.clock import now

print("mail", now())
