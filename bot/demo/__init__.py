"""The fictional county on the local Bot API: served for people, or played by a scripted cast."""

from bot.demo.county import serve
from bot.demo.play import play
from bot.demo.year import play_year

__all__ = ["play", "play_year", "serve"]
