"""Sign a parcel's number."""

from itsdangerous import URLSafeSerializer

print(URLSafeSerializer("depot 4").dumps({"parcel": 1041}))
