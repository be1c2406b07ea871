"""What all pages share of HTTP: headers, and nothing of any screen."""
