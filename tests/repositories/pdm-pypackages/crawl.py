import idna

print(idna.encode("straße.example"))
