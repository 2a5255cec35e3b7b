"""What an installation in containers needs beside its services: the program `setup`, and a mail catcher."""
