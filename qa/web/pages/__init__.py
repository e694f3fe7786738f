"""What all pages share: templates, static files, links."""
