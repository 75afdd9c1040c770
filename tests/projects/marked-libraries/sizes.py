"""How large a C int is."""

from cffi import FFI

print("int", FFI().sizeof("int"))
