"""What the gateway says: clients and accounts. It owns nothing else and can be asked nothing over the bus."""
