"""Files beside the database: originals that are kept, and how what is written reaches the disk."""
