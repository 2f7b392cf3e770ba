"""问题台账 in chat."""
