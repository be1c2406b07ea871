"""The pages of one assessment by its address: its hub, and changing what it consists of."""
