"""Deciding: what is proposed and what the deciders say of it, the form it is changed with, and signing it off."""
