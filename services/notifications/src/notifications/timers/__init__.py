"""Loops that send what is due. Each delivery is taken, made and ended in three steps, so that a crash loses none."""
