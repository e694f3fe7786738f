"""Articles, their passages and their dates: the values everything else passes around."""
