"""Who is named as the speaker, measured on the news."""
