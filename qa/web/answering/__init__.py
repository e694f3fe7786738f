"""Questions wait here until they are answered; everything that shows an answer asks here."""
