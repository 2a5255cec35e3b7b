"""What an installation in containers needs beside its services: the program that prepares it."""
