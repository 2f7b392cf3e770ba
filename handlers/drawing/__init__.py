"""The draw and what changes it afterwards."""
