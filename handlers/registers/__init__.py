"""The office's lists in chat: imports, exports, items, objects."""
