"""Loops that send what is due. Each delivery is claimed, made and recorded in three steps, so that a crash loses none."""
