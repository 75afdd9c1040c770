bind = "0.0.0.0:8000"
pythonpath = "/usr/local/lib/python3.12/site-packages"
workers = 1
