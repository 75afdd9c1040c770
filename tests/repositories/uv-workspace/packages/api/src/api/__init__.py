from core import VERSION


def main():
    print("api", VERSION)
