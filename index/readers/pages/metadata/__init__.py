"""What a web page says about itself, and how sure that is: in its head, its markup and in print."""
