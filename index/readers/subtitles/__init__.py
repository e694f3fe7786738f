"""Subtitles: cues with their times become running text in which the times are marks."""
