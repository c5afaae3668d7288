"""The front door: opens the page on the library of the settings (`make run`)."""

from assistant.cli import main

if __name__ == "__main__":
    main(["serve"])
