"""What the files of an image say, read from a container that is never started."""
