"""Add numbers in C's own integers."""

from cffi import FFI

ffi = FFI()
numbers = ffi.new("int[]", [40, 2])
print(sum(numbers), ffi.sizeof(numbers))
