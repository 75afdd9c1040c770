"""A lute."""


def main():
    """Play."""
    print("pling")
