"""What an installation in containers needs beside its services: preparing it, and a place for its mails."""
