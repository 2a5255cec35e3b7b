"""`python -m opslayer …` is the command `opslayer`."""

from opslayer.app import main

if __name__ == "__main__":
    main()
