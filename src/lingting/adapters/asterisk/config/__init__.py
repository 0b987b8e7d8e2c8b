"""Asterisk's configuration files, written anew at each start."""
