"""Ask the C library how long a text is, through a callback-free binding of libffi."""

from cffi import FFI

ffi = FFI()
ffi.cdef("size_t strlen(const char *);")
print(ffi.dlopen(None).strlen(b"a piece of string"))
